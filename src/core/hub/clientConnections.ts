import type { ConnectionState } from "../../protocol/connectionState";
import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { ConnectionListener, ConnectionPorts } from "../connection/connectionPorts";
import { ServerConnections } from "../connection/serverConnections";
import { neverAborted } from "../kernel/abortSignals";
import type { Disposable } from "../kernel/disposable";
import { Emitter, type Event } from "../kernel/emitter";
import { asHubError } from "../kernel/hubError";
import { type ClientAnswers, either } from "../questions/clientAnswers";
import { noSupport, type SupportedFeatures } from "../questions/clientFeatures";
import { type RunIfReady, Subscriptions } from "./subscriptions";

export interface ClientConnectionParts extends ConnectionPorts {
  readonly publish: (event: HubEvent) => void;
  /** What the hub itself answers, and so declares to every server; nothing where it is missing. */
  readonly can?: SupportedFeatures;
  /** What is reported of such a connection; its state is its own affair. */
  readonly listenerOf: (server: ServerId, client: string) => Pick<ConnectionListener, "log" | "notification">;
  /** From which level on a server is to send log messages; a new connection knows nothing of it. */
  readonly logLevel: (server: ServerId) => ServerLogLevel | undefined;
  /** Keeps what is left of a connection, until it is gone. */
  readonly leaving: (gone: Promise<void>) => void;
  /** Takes what listeners throw. */
  readonly report: (error: unknown) => void;
}

/** How long a connection of one client is kept without a request, in milliseconds. */
const idleMs = 5 * 60_000;

/** How many connections of single clients one server has at most: the one that was used longest ago makes room. */
const maxPerServer = 16;

interface Own {
  readonly connections: ServerConnections;
  idle: Disposable | undefined;
  /** How the client is asked on each of its running requests, the latest last. */
  readonly running: Set<ClientAnswers>;
  readonly rootsChanged: Emitter<void>;
  /** The same as it was last seen. */
  client: ClientAnswers;
}

/** What a client follows over its own connections. */
interface Follower {
  readonly client: ClientAnswers;
  readonly subscriptions: Subscriptions;
}

/**
 * Connections for single clients, beside the one that all share: a server is told once, when it is connected, what it may ask, and a
 * client that answers more than the hub does must not speak for the others. Each ends when its client has not used it for a while.
 */
export class ClientConnections {
  private readonly servers = new Map<ServerId, Map<string, Own>>();
  /** By the key of the client and what it answers. */
  private readonly followers = new Map<string, Follower>();
  private readonly changes: Emitter<void>;

  constructor(private readonly parts: ClientConnectionParts) {
    this.changes = new Emitter(parts.report);
  }

  /** What a client is offered may have changed. */
  get onChange(): Event<void> {
    return this.changes.event;
  }

  /** The connections that a client uses: its own, once they are there, or the ones that all share. */
  of(shared: ServerConnections, answers: ClientAnswers): ServerConnections {
    const own = this.own(shared, answers);
    return own?.connections.isUp ? own.connections : shared;
  }

  /** Whether the connections of this client are on their way. */
  isStarting(server: ServerId, answers: ClientAnswers): boolean {
    const own = this.servers.get(server)?.get(this.keyOf(answers));
    return own?.connections.state.kind === "starting";
  }

  /** Whether the client has connections of its own to a server, or will have them. */
  hasOwn({ can }: Pick<ClientAnswers, "can">): boolean {
    const { can: hubCan = noSupport } = this.parts;
    const wanted = either(hubCan, can);
    return features.some((feature) => wanted[feature] !== hubCan[feature]);
  }

  /** Follows a resource over the connections of a client, also after a reconnect, until disposed. */
  subscribe(shared: ServerConnections, answers: ClientAnswers, uri: string): Disposable {
    const key = this.keyOf(answers);
    const known = this.followers.get(key);
    const run: RunIfReady = async (server, work) => {
      const connections = this.servers.get(server)?.get(key)?.connections;
      if (connections?.state.kind === "ready") await connections.run(undefined, neverAborted, work);
    };
    const follower = known ?? { client: answers, subscriptions: new Subscriptions(run, this.parts.publish) };
    this.followers.set(key, follower);
    this.own(shared, answers);
    return follower.subscriptions.subscribe(shared.definition.id, uri);
  }

  /** A server can be used again: so can the connections over which clients follow its resources. */
  ready(shared: ServerConnections): void {
    for (const { client, subscriptions } of this.followers.values())
      if (subscriptions.follows(shared.definition.id)) this.own(shared, client);
  }

  /** Runs a request over the connections of its client. */
  async run<T>(
    shared: ServerConnections,
    answers: ClientAnswers,
    request: (connections: ServerConnections) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    // The shared connection shows whether the server can be used at all: sign-in, consent and failures belong to it.
    await shared.whenReady(signal);
    const own = this.own(shared, answers);
    if (!own) return request(shared);
    own.idle?.dispose();
    own.running.add(answers);
    try {
      return await request(own.connections);
    } finally {
      own.running.delete(answers);
      if (own.running.size === 0) own.idle = this.endLater(shared.definition.id, own);
    }
  }

  /** The server is no longer what it was, or was stopped: its connections end. */
  forget(server: ServerId): void {
    for (const own of [...(this.servers.get(server)?.values() ?? [])]) this.end(server, own);
  }

  /** The folders of a client changed: its servers are told, and ask for them again. */
  rootsChanged(client: string): void {
    for (const all of this.servers.values())
      for (const [key, own] of all) if (key.startsWith(`${client}\n`)) own.rootsChanged.fire();
  }

  /** A client is gone: nobody will use its connections. */
  endOf(client: string): void {
    for (const key of [...this.followers.keys()]) if (key.startsWith(`${client}\n`)) this.followers.delete(key);
    for (const [server, all] of [...this.servers])
      for (const [key, own] of [...all]) if (key.startsWith(`${client}\n`)) this.end(server, own);
  }

  /** The level of a server has changed. */
  levelChanged(server: ServerId): void {
    for (const { connections } of this.servers.get(server)?.values() ?? [])
      if (connections.isUp) this.setLogLevel(server, connections);
  }

  private setLogLevel(server: ServerId, connections: ServerConnections): void {
    const { logLevel, publish } = this.parts;
    const level = logLevel(server);
    if (!level) return;
    const failed = (error: unknown) =>
      publish({ type: "server.log", server, level: "info", from: "hub", text: asHubError(error).message });
    connections.run(undefined, neverAborted, (link) => link.setLogLevel(level, neverAborted)).catch(failed);
  }

  /** The client's own connections, which start with the first look at them; `undefined` where it needs none. */
  private own(shared: ServerConnections, answers: ClientAnswers): Own | undefined {
    const { can = noSupport, open, listenerOf } = this.parts;
    if (!this.hasOwn(answers) || !shared.isUp) return undefined;
    const { definition } = shared;
    const all = this.servers.get(definition.id) ?? new Map<string, Own>();
    this.servers.set(definition.id, all);
    const key = this.keyOf(answers);
    const known = all.get(key);
    if (known) {
      known.client = answers;
      all.delete(key); // the order is that of their use
      all.set(key, known);
      return known;
    }
    if (all.size >= maxPerServer) this.endIdle(definition.id, all);
    const rootsChanged = new Emitter<void>(this.parts.report);
    const owner = {
      can: either(can, answers.can),
      answers: () => askable(made),
      onRootsChanged: rootsChanged.event,
    };
    const ports: ConnectionPorts = {
      ...this.parts,
      open: (plan, events, signal) => open(plan, events, signal, owner),
    };
    const changed = () => this.changes.fire();
    const state = (state: ConnectionState) => {
      if (state.kind === "ready") {
        this.setLogLevel(definition.id, connections);
        this.followers.get(key)?.subscriptions.ready(definition.id, state.since);
      }
      changed();
    };
    const listener = { ...listenerOf(definition.id, answers.key), state, catalog: changed, checked: () => {} };
    const connections = new ServerConnections(definition, ports, listener, "not-started");
    const made: Own = { connections, idle: undefined, running: new Set(), rootsChanged, client: answers };
    all.set(key, made);
    made.idle = this.endLater(definition.id, made);
    connections.start();
    return made;
  }

  private keyOf({ key, can }: ClientAnswers): string {
    const wanted = either(this.parts.can ?? noSupport, can);
    return [key, ...features.filter((feature) => wanted[feature])].join("\n");
  }

  private endIdle(server: ServerId, all: ReadonlyMap<string, Own>): void {
    const [, idle] = [...all].find(([key, { running }]) => running.size === 0 && !this.isFollowing(server, key)) ?? [];
    if (idle) this.end(server, idle);
  }

  /** A client that follows something uses its connection all the time. */
  private endLater(server: ServerId, own: Own): Disposable {
    const over = () => {
      if (this.isFollowing(server, this.keyOf(own.client))) own.idle = this.endLater(server, own);
      else this.end(server, own);
    };
    return this.parts.clock.after(idleMs, over, true);
  }

  private isFollowing(server: ServerId, key: string): boolean {
    return this.followers.get(key)?.subscriptions.follows(server) === true;
  }

  private end(server: ServerId, own: Own): void {
    const all = this.servers.get(server);
    for (const [key, one] of all ?? []) if (one === own) all?.delete(key);
    if (all?.size === 0) this.servers.delete(server);
    own.idle?.dispose();
    own.connections.dispose();
    own.rootsChanged.dispose();
    this.parts.leaving(own.connections.gone());
  }
}

/** The client on its latest running request, or outside of all; `undefined` where nothing reaches it. */
function askable({ running, client }: Own): ClientAnswers | undefined {
  const { askBetween } = client;
  return [...running].at(-1) ?? (askBetween && { ...client, ask: askBetween });
}

const features = ["roots", "sampling", "forms", "urls"] as const;
