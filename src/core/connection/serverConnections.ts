import { type ConnectionState, type StopReason, startsWhenUsed } from "../../protocol/connectionState";
import { message } from "../../protocol/message";
import type { Catalog } from "../catalog/catalog";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { ChangeSignal } from "../kernel/changeSignal";
import type { Disposable } from "../kernel/disposable";
import { abortError, HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { Connection } from "./connection";
import type { ConnectionListener, ConnectionPorts } from "./connectionPorts";
import type { HealthRecord } from "./health/health";
import type { Link } from "./link";
import { commonCatalog, connectionName, offers, replicaDefinitions } from "./replicas";
import { isAway, isTrying, unavailable, waitingFor } from "./state";

/** The primary (the entry itself, always the first) or one of its replicas: all connections to one address or command. */
type Replica = readonly Connection[];

/**
 * All connections to one server: as many as `connections` says to the primary and to each of its `replicas`. To the hub they are one
 * server with the state and the catalog of the connection in use. Most servers have one connection.
 */
export class ServerConnections implements Disposable {
  private readonly replicas: readonly Replica[];
  private readonly connections: readonly Connection[];
  private readonly only: Connection | undefined;
  /** The index of the replica in use, 0 for the primary. It stays in use until it is unhealthy. */
  private active = 0;
  /** The number of requests that were distributed round-robin. */
  private distributed = 0;
  /** What the primary offers, or last offered: the schemas that calls are made for. */
  private primaryCatalog: Catalog | undefined;
  private shouldRun = false;
  private disposed = false;
  private published: { readonly state: ConnectionState; readonly catalog: Catalog; readonly stale: boolean };
  private readonly changes = new ChangeSignal();

  constructor(
    private currentDefinition: ServerDefinition,
    ports: ConnectionPorts,
    private readonly listener: ConnectionListener,
    initialReason: StopReason,
    lastKnown?: Catalog,
  ) {
    const replicas = replicaDefinitions(currentDefinition);
    this.replicas = replicas.map((definitions, replica) =>
      definitions.map((definition, index) => {
        const prefix = replicas.length * definitions.length > 1 ? `[${connectionName(replica, index + 1)}] ` : "";
        return new Connection(definition, ports, this.listenerFor(prefix), initialReason, lastKnown);
      }),
    );
    this.connections = this.replicas.flat();
    this.only = this.connections.length === 1 ? this.connections[0] : undefined;
    this.published = this.snapshot();
  }

  get definition(): ServerDefinition {
    return this.currentDefinition;
  }

  /** Takes over a definition that differs only in its label or in where it is written. Nothing restarts. */
  relabel(definition: ServerDefinition): void {
    this.currentDefinition = definition;
    for (const [replica, definitions] of replicaDefinitions(definition).entries())
      for (const [index, one] of definitions.entries()) this.replicas[replica]?.[index]?.relabel(one);
  }

  get state(): ConnectionState {
    return this.published.state;
  }

  get catalog(): Catalog {
    return this.published.catalog;
  }

  get isStale(): boolean {
    return this.published.stale;
  }

  get health(): HealthRecord {
    return this.connectionInUse().health;
  }

  /** Delays the first attempt until this has settled, so that whatever ran before under the same name is gone by then. */
  waitFor(before: Promise<void>): void {
    for (const connection of this.connections) connection.waitFor(before);
  }

  /** Starts the primary. Its replicas start if they share the calls, and otherwise when the primary fails. */
  start(): void {
    this.shouldRun = true;
    const [primary = [], ...replicas] = this.replicas;
    for (const connection of primary) connection.start();
    if (this.isShared) for (const connection of replicas.flat()) connection.start();
  }

  /** Disconnects. Settles when nothing is left of any session. */
  async stop(reason: StopReason): Promise<void> {
    this.shouldRun = false;
    await Promise.all(this.connections.map((connection) => connection.stop(reason)));
  }

  /** Whether a connection is ready now. */
  get isUp(): boolean {
    return this.only ? this.only.isUp : this.connections.some(isReady);
  }

  /** Settles once a connection is ready. Rejects with the reason if none becomes ready. Starts a server that starts when used. */
  async whenReady(signal: AbortSignal): Promise<void> {
    if (this.only) return void (await this.only.whenReady(signal));
    for (let retried = false; ; retried = true) {
      if (this.connections.some(isReady)) return;
      if (signal.aborted) throw abortError(signal, waitingFor(this.definition.id));
      if (startsWhenUsed(this.state)) this.start();
      if (!this.connections.some(({ state }) => isTrying(state) || (!retried && isAway(state))))
        throw unavailable(this.definition.id, this.state);
      if (!retried) for (const connection of this.connections) connection.retryNow();
      await this.changes.next(signal);
    }
  }

  /** Runs one request over one of the connections. For a call, `tool` names the tool whose schema the connection must offer. */
  run<T>(tool: string | undefined, signal: AbortSignal, request: (link: Link) => Promise<T>): Promise<T> {
    if (this.only) return this.only.run(signal, request);
    return this.whenReady(signal).then(() => this.connectionFor(tool).run(signal, request));
  }

  /** Whether the server responds; `true` while it is not connected. */
  isThere = (): Promise<boolean> => this.connectionInUse().isThere();

  /** Settles when the server is no longer connecting. */
  async settled(): Promise<void> {
    while (isTrying(this.state)) await this.changes.next();
  }

  /** After sleep or a change of the network: checks or tries a remote server immediately. */
  wake(): void {
    for (const connection of this.connections) connection.wake();
  }

  /** Whether the server will not become ready by itself: it was stopped, or is no longer part of the hub. */
  get isGone(): boolean {
    return this.disposed || this.state.kind === "stopped";
  }

  /** Disconnects without reporting it: the server is no longer part of the hub. */
  dispose(): void {
    this.disposed = true;
    this.shouldRun = false;
    for (const connection of this.connections) connection.dispose();
    this.changes.notify();
  }

  /** Settles when every process and session of this server is gone. */
  async gone(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.gone()));
  }

  private get isShared(): boolean {
    const { entry } = this.definition;
    return entry.kind === "valid" && entry.config.balance === "round-robin";
  }

  /** The least busy connection that accepts the call: of the replica in use, or of each replica in turn. */
  private connectionFor(name: string | undefined): Connection {
    const listed = name === undefined ? undefined : this.catalog.tools.find((tool) => tool.name === name);
    const accepts = (connection: Connection) =>
      isReady(connection) && (name === undefined || (listed !== undefined && offers(connection.catalog, listed)));
    const inOrder = this.isShared
      ? this.replicas.map((_, index) => (index + this.distributed) % this.replicas.length)
      : [this.active, ...this.replicas.keys()];
    if (this.isShared) this.distributed++;
    for (const index of inOrder) {
      const [connection] = (this.replicas[index] ?? []).filter(accepts).sort((a, b) => a.inFlight - b.inFlight);
      if (connection) return connection;
    }
    throw new HubError(
      "not-connected",
      message(
        "connection.noneOffersTool",
        'No ready connection to "{server}" offers "{tool}" as it is listed. Restart the server to list its tools again.',
        { server: this.definition.id, tool: safeLine(name ?? "", 80) },
      ),
      { sent: "no" },
    );
  }

  private connectionInUse(): Connection {
    const [first] = (this.replicas[this.active] ?? []).toSorted((a, b) => rank(a) - rank(b));
    if (first) return first;
    throw new HubError(
      "internal",
      message("connection.none", '"{server}" has no connection. Please report it with the MCP Hub log.', {
        server: this.definition.id,
      }),
    );
  }

  /** A replica shows only what it has in common with the primary, once the primary's catalog is known. */
  private snapshot() {
    const { state, catalog, isStale } = this.connectionInUse();
    if (this.active === 0) {
      if (catalog.tools.length > 0) this.primaryCatalog = catalog;
    } else if (this.primaryCatalog)
      return { state, catalog: commonCatalog(catalog, this.primaryCatalog), stale: isStale };
    return { state, catalog, stale: isStale };
  }

  /** A connection has changed: chooses the replica to use, publishes changes, and starts further replicas if they are needed. */
  private update(): void {
    if (!this.replicas[this.active]?.some(isHealthy)) {
      const healthy = this.replicas.findIndex((replica) => replica.some(isHealthy));
      if (healthy >= 0) this.active = healthy;
    }
    const before = this.published;
    this.published = this.snapshot();
    const { state, catalog, stale } = this.published;
    if (catalog !== before.catalog || stale !== before.stale) this.listener.catalog(catalog, stale);
    if (state !== before.state) this.listener.state(state);
    this.changes.notify();
    if (this.shouldRun) this.startFallback();
  }

  /** Starts the next replica if all before it fail. */
  private startFallback(): void {
    for (const [index, replica] of this.replicas.entries()) {
      if (!replica.every(isFailing)) return;
      for (const connection of this.replicas[index + 1] ?? [])
        if (connection.state.kind === "stopped") connection.start();
    }
  }

  private listenerFor(prefix: string): ConnectionListener {
    const update = () => this.update();
    const log: ConnectionListener["log"] = (level, from, text) => this.listener.log(level, from, `${prefix}${text}`);
    return { ...this.listener, state: update, catalog: update, log };
  }
}

const isReady = ({ state }: Connection): boolean => state.kind === "ready";

const isHealthy = ({ state }: Connection): boolean => state.kind === "ready" && state.health?.kind !== "failing";

/** Not ready, and not merely connecting for the first time. */
const isFailing = ({ state }: Connection): boolean =>
  state.kind === "waiting" || state.kind === "failed" || state.kind === "needs-auth";

const ranks = ["ready", "starting", "waiting", "needs-auth", "needs-consent", "failed", "stopped"];
const rank = ({ state }: Connection): number => ranks.indexOf(state.kind);
