import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { leastSevere, type ServerLogLevel } from "../../protocol/serverLogLevel";
import type { Link } from "../connection/link";
import { neverAborted } from "../kernel/abortSignals";
import type { Disposable } from "../kernel/disposable";
import { asHubError, HubError } from "../kernel/hubError";

/** Runs one request over the server's current link, without starting the server for it. Does nothing if it is not ready. */
export type RunIfReady = (server: ServerId, work: (link: Link) => Promise<void>) => Promise<void>;

interface Subscribed {
  /** What clients of the gateway want. */
  level?: ServerLogLevel;
  /** How many subscribers each resource has, by its address. */
  readonly resources: Map<string, number>;
}

/** The hub follows no more resources of one server than this. */
const maxResources = 200;

/**
 * What the hub subscribes to beyond one session: log messages from a level on, and the changes of resources. A server that becomes ready
 * again gets the same requests again. The requests end with their session, so they have no limit of their own.
 */
export class Subscriptions {
  private readonly subscribed = new Map<ServerId, Subscribed>();
  /** Since when each server was ready that got its requests. */
  private readonly requested = new Map<ServerId, number>();

  constructor(
    private readonly run: RunIfReady,
    private readonly publish: (event: HubEvent) => void,
    /** From which level on the settings want log messages of a server. */
    private readonly configured: (server: ServerId) => ServerLogLevel | undefined = () => undefined,
  ) {}

  /** The server is ready since then. A new session knows nothing of what the one before it was asked for. */
  ready(server: ServerId, since: number): void {
    if (this.requested.get(server) === since) return;
    this.requested.set(server, since);
    this.levelChanged(server);
    for (const uri of this.subscribed.get(server)?.resources.keys() ?? [])
      this.request(server, (link) => link.subscribe(uri, neverAborted));
  }

  /** The settings want another level. A server cannot be told to send what it likes: without one, it goes on as before. */
  levelChanged(server: ServerId): void {
    const level = this.levelOf(server);
    if (level) this.request(server, (link) => link.setLogLevel(level, neverAborted));
  }

  forget(server: ServerId): void {
    this.subscribed.delete(server);
    this.requested.delete(server);
  }

  /** Whether a resource of the server is followed. */
  follows(server: ServerId): boolean {
    return (this.subscribed.get(server)?.resources.size ?? 0) > 0;
  }

  /** The level that the server is asked for: it is one for all, so everybody gets what they want, and some get more. */
  levelOf(server: ServerId): ServerLogLevel | undefined {
    return leastSevere(this.subscribed.get(server)?.level, this.configured(server));
  }

  /** What clients of the gateway want of the server, beside what the settings want. */
  async setLevel(server: ServerId, level: ServerLogLevel): Promise<void> {
    const asked = leastSevere(level, this.configured(server)) ?? level;
    await this.run(server, (link) => link.setLogLevel(asked, neverAborted));
    this.of(server).level = level;
  }

  /** Follows a resource until what it returns is disposed. A server without subscriptions goes on as before. */
  subscribe(server: ServerId, uri: string): Disposable {
    const { resources } = this.of(server);
    const before = resources.get(uri) ?? 0;
    if (before === 0 && resources.size >= maxResources) {
      this.warn(server, tooMany(server));
      return { dispose() {} };
    }
    resources.set(uri, before + 1);
    if (before === 0) this.request(server, (link) => link.subscribe(uri, neverAborted));
    let isOver = false;
    return {
      dispose: () => {
        if (isOver) return;
        isOver = true;
        const left = (resources.get(uri) ?? 1) - 1;
        if (left > 0) resources.set(uri, left);
        else if (resources.delete(uri)) this.request(server, (link) => link.unsubscribe(uri));
      },
    };
  }

  private warn(server: ServerId, error: unknown): void {
    this.publish({ type: "server.log", server, level: "info", from: "hub", text: asHubError(error).message });
  }

  private of(server: ServerId): Subscribed {
    const known = this.subscribed.get(server);
    if (known) return known;
    const made: Subscribed = { resources: new Map() };
    this.subscribed.set(server, made);
    return made;
  }

  private request(server: ServerId, work: (link: Link) => Promise<void>): void {
    this.run(server, work).catch((error: unknown) => this.warn(server, error));
  }
}

const tooMany = (server: ServerId) =>
  new HubError(
    "too-many-subscriptions",
    message("hub.tooManySubscriptions", 'The hub already follows the changes of {count} resources of "{server}".', {
      count: maxResources,
      server,
    }),
  );
