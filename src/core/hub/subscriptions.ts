import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { Link } from "../connection/link";
import type { Disposable } from "../kernel/disposable";
import { asHubError, HubError } from "../kernel/hubError";

/** Runs one request of a server on its present line, without starting the server for it. */
export type RunIfReady = (server: ServerId, work: (link: Link) => Promise<void>) => Promise<void>;

interface Wanted {
  level?: ServerLogLevel;
  /** How many want to hear of each address. */
  readonly addresses: Map<string, number>;
}

/** More addresses than this are not followed at a time, of one server. */
const maxAddresses = 200;

/**
 * What the hub wants to hear from servers, beyond one connection: log messages from a level on, and the changes of resources. A server
 * that comes back is told anew.
 */
export class Subscriptions {
  private readonly wanted = new Map<ServerId, Wanted>();
  /** Since when each server is ready, as far as it was told. */
  private readonly told = new Map<ServerId, number>();

  constructor(
    private readonly run: RunIfReady,
    private readonly publish: (event: HubEvent) => void,
  ) {}

  /** The server is ready since then. A new line knows nothing of what the one before it was asked for. */
  ready(server: ServerId, since: number, configured: ServerLogLevel | undefined): void {
    if (this.told.get(server) === since) return;
    this.told.set(server, since);
    const wanted = this.wanted.get(server);
    const level = wanted?.level ?? configured;
    if (level) this.tell(server, (link) => link.setLogLevel(level, neverAborts));
    for (const uri of wanted?.addresses.keys() ?? []) this.tell(server, (link) => link.subscribe(uri, neverAborts));
  }

  forget(server: ServerId): void {
    this.wanted.delete(server);
    this.told.delete(server);
  }

  async setLevel(server: ServerId, level: ServerLogLevel): Promise<void> {
    await this.run(server, (link) => link.setLogLevel(level, neverAborts));
    this.of(server).level = level;
  }

  /** Follows an address until what it returns is disposed. A server that does not tell changes is none the worse for it. */
  subscribe(server: ServerId, uri: string): Disposable {
    const { addresses } = this.of(server);
    const before = addresses.get(uri) ?? 0;
    if (before === 0 && addresses.size >= maxAddresses) {
      this.warn(
        server,
        new HubError(
          "too-many-subscriptions",
          `Changes of ${maxAddresses} resources of "${server}" are followed already.`,
        ),
      );
      return { dispose() {} };
    }
    addresses.set(uri, before + 1);
    if (before === 0) this.tell(server, (link) => link.subscribe(uri, neverAborts));
    let over = false;
    return {
      dispose: () => {
        if (over) return;
        over = true;
        const left = (addresses.get(uri) ?? 1) - 1;
        if (left > 0) addresses.set(uri, left);
        else if (addresses.delete(uri)) this.tell(server, (link) => link.unsubscribe(uri));
      },
    };
  }

  private warn(server: ServerId, error: unknown): void {
    const { message } = asHubError(error);
    this.publish({ type: "server.log", server, level: "info", from: "hub", text: message });
  }

  private of(server: ServerId): Wanted {
    const known = this.wanted.get(server);
    if (known) return known;
    const made: Wanted = { addresses: new Map() };
    this.wanted.set(server, made);
    return made;
  }

  private tell(server: ServerId, work: (link: Link) => Promise<void>): void {
    this.run(server, work).catch((error: unknown) => this.warn(server, error));
  }
}

/** These requests end with their line. */
const neverAborts = new AbortController().signal;
