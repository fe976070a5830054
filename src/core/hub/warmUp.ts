import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Requests } from "../calls/requests";
import { newCall } from "../calls/toolCall";
import { type Tool, toolNamed } from "../catalog/catalog";
import type { WarmUpConfig } from "../config/schema/connectionSettings";
import { definitionDigest } from "../config/schema/definitionDigest";
import type { Disposable } from "../kernel/disposable";
import { asHubError, HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import type { HubDirectory } from "./hub";

export interface WarmUpParts {
  readonly hub: Pick<HubDirectory, "definition" | "catalog">;
  readonly requests: Pick<Requests, "readResource" | "callTool">;
  /** Whether a tool may be called without a question, and changes nothing. */
  readonly mayCall: (server: ServerId, tool: Tool) => boolean;
  readonly publish: (event: HubEvent) => void;
}

/** The hub itself asks. */
const caller = { door: "hub" } as const;

/**
 * Once a server is ready for the first time, asks for what its entry wants made ready (`warmUp`): resources that it lists, so that the
 * server has them at hand, and answers of tools that only read, so that the hub has them in its cache. One after the other; what fails is
 * said, and the rest goes on.
 */
export class WarmUp implements Disposable {
  /** The entry that each server was made ready for. */
  private readonly warmed = new Map<ServerId, string>();
  private readonly abort = new AbortController();

  constructor(private readonly parts: WarmUpParts) {}

  /** Whether `follow` does anything after an event of this type: most events are those of calls, which it has no need to wait for. */
  follows({ type }: HubEvent): boolean {
    return type === "server.removed" || type === "server.state";
  }

  /** Settles when the requests that this event caused have ended. */
  async follow(event: HubEvent): Promise<void> {
    if (event.type === "server.removed") this.warmed.delete(event.server);
    if (event.type !== "server.state" || event.state.kind !== "ready" || this.abort.signal.aborted) return;
    const { server } = event;
    const definition = this.parts.hub.definition(server);
    const wanted = definition.entry.kind === "valid" ? definition.entry.config.warmUp : undefined;
    const digest = definitionDigest(definition);
    if (typeof wanted !== "object" || this.warmed.get(server) === digest) return;
    this.warmed.set(server, digest);
    await this.warm(server, wanted);
  }

  dispose(): void {
    this.abort.abort();
  }

  private async warm(server: ServerId, { resources = [], calls = [] }: WarmUpConfig): Promise<void> {
    const { signal } = this.abort;
    const { requests } = this.parts;
    for (const uri of resources)
      await this.ask(server, uri, async () => {
        if (!this.parts.hub.catalog(server).resources.some((listed) => listed.uri === uri))
          throw notDone(message("warmUp.notListed", "the server does not list it"));
        await requests.readResource({ server, uri, caller, signal });
      });
    for (const { tool, args = {} } of calls)
      await this.ask(server, tool, async () => {
        const offered = toolNamed(this.parts.hub.catalog(server), tool);
        if (!offered) throw notDone(message("warmUp.noTool", "the server has no such tool"));
        if (!this.parts.mayCall(server, offered))
          throw notDone(
            message(
              "warmUp.mayNot",
              "only a tool that changes nothing and may run without a question is called. Mark it as readOnly in the entry, and allow it",
            ),
          );
        await requests.callTool(newCall({ server, tool, args, caller, signal }));
      });
  }

  private async ask(server: ServerId, what: string, request: () => Promise<void>): Promise<void> {
    if (this.abort.signal.aborted) return;
    try {
      await request();
    } catch (error) {
      if (this.abort.signal.aborted) return;
      const why = asHubError(error).message.replace(/\.$/, "");
      const text = message("warmUp.failed", '"{what}" was not made ready: {why}.', { what: safeLine(what, 200), why });
      this.parts.publish({ type: "server.log", server, level: "warning", from: "hub", text });
    }
  }
}

const notDone = (why: string) => new HubError("bad-config", why, { sent: "no" });
