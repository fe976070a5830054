import type { Disposable } from "../../../core/kernel/disposable";
import { message } from "../../../protocol/message";
import type { McpParts } from "../mcpParts";
import { notificationMessage, RpcError, rpcCodes } from "../rpc";
import { followResource } from "../updates";
import type { View } from "../view/view";

/** How many resources one session follows. */
const limit = 200;

/** The resources whose changes a session is told. What changes while the client has no stream open, it hears when it opens one. */
export class FollowedResources {
  private readonly followed = new Map<string, Disposable>();
  private readonly missed = new Map<string, string>();
  /** Those from before the start whose server is not known yet. */
  private readonly awaited = new Set<string>();

  constructor(
    private readonly hub: McpParts["hub"],
    private readonly view: View,
    /** Sends a message; `false` where the client cannot hear it now. */
    private readonly send: (text: string) => boolean,
  ) {}

  get uris(): Iterable<string> {
    return [...this.followed.keys(), ...this.awaited];
  }

  /** The session followed these before the hub started: they are followed again, and what changed meanwhile counts as missed. */
  goOn(uris: Iterable<string>): void {
    for (const uri of uris) this.awaited.add(uri);
    this.followAwaited();
  }

  /** What there is has changed: the server of an awaited resource may be known now. */
  followAwaited(): void {
    for (const uri of this.awaited) {
      try {
        this.add(uri);
      } catch {
        continue;
      }
      this.missed.set(uri, notificationMessage("notifications/resources/updated", { uri }));
    }
  }

  /** Throws an `RpcError` where no server of the client has the resource, or where it follows too many. */
  add(uri: string): void {
    if (this.followed.has(uri)) return;
    if (this.followed.size >= limit)
      throw new RpcError(
        rpcCodes.internal,
        message("gateway.tooManySubscriptions", "This session follows {count} resources already. End one first.", {
          count: limit,
        }),
      );
    const resource = { server: this.view.owner(uri), uri };
    const following = followResource(this.hub, resource, this.view.answers, (params) => {
      const text = notificationMessage("notifications/resources/updated", params);
      if (!this.send(text)) this.missed.set(uri, text);
    });
    this.followed.set(uri, following);
    this.awaited.delete(uri);
  }

  remove(uri: string): void {
    this.followed.get(uri)?.dispose();
    this.followed.delete(uri);
    this.missed.delete(uri);
    this.awaited.delete(uri);
  }

  /** The client can hear now what it has missed. */
  tellMissed(): void {
    for (const [uri, text] of [...this.missed]) if (this.send(text)) this.missed.delete(uri);
  }

  dispose(): void {
    for (const uri of [...this.followed.keys()]) this.remove(uri);
  }
}
