import { type ConnectionState, type StopReason, startsWhenUsed } from "../../protocol/connectionState";
import { type Catalog, emptyCatalog } from "../catalog/catalog";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { ChangeSignal } from "../kernel/changeSignal";
import type { Disposable } from "../kernel/disposable";
import { abortError } from "../kernel/hubError";
import type { ConnectionListener, ConnectionPorts } from "./connectionPorts";
import type { HealthRecord } from "./health/health";
import type { Link } from "./link";
import { OfferedCatalog } from "./offeredCatalog";
import { Sessions } from "./sessions";
import { type ConnectionEvent, isAway, isTrying, next, unavailable, waitingFor } from "./state";

/** One connection to one server, as the hub sees it: its state (`state.ts`), the callers that wait for it, and the requests sent over it. */
export class Connection implements Disposable {
  private currentState: ConnectionState;
  private readonly changes = new ChangeSignal();
  private readonly offered: OfferedCatalog;
  private readonly sessions: Sessions;

  /** `initialReason`: why a server that may be started is not started yet; `lastKnown`: what it offered when it was last connected. */
  constructor(
    private currentDefinition: ServerDefinition,
    ports: ConnectionPorts,
    private readonly listener: ConnectionListener,
    initialReason: StopReason = "not-started",
    lastKnown: Catalog = emptyCatalog,
  ) {
    const { entry, enabled } = currentDefinition;
    if (entry.kind === "invalid") this.currentState = { kind: "failed", error: entry.error };
    else this.currentState = { kind: "stopped", reason: enabled ? initialReason : "disabled" };
    const mayStart = enabled && entry.kind === "valid" && initialReason !== "person";
    this.offered = new OfferedCatalog(mayStart ? lastKnown : emptyCatalog, (catalog, stale) =>
      listener.catalog(catalog, stale),
    );
    this.sessions = new Sessions(ports, {
      definition: () => this.currentDefinition,
      state: () => this.currentState,
      offered: this.offered,
      listener,
      dispatch: (event) => this.dispatch(event),
      whenReady: (signal) => this.whenReady(signal),
      idle: () => void this.stop("idle"),
    });
  }

  get definition(): ServerDefinition {
    return this.currentDefinition;
  }

  /** Takes over a definition that differs only in its label or in where it is written. Nothing restarts. */
  relabel(definition: ServerDefinition): void {
    this.currentDefinition = definition;
  }

  get state(): ConnectionState {
    return this.currentState;
  }

  /** What the server offers, or what it last offered (`isStale`) while it is connecting or starts at its next use. */
  get catalog(): Catalog {
    return this.offered.catalog;
  }

  get isStale(): boolean {
    return this.offered.isStale;
  }

  get health(): HealthRecord {
    return this.sessions.checks.record;
  }

  /** Whether the link is open and its catalog has been read. */
  get isUp(): boolean {
    return this.sessions.link !== undefined;
  }

  /** The number of requests in flight in the current session. */
  get inFlight(): number {
    return this.sessions.current?.activity.inFlight ?? 0;
  }

  /** Delays the first attempt until this has settled, so that whatever ran before under the same name is gone by then. */
  waitFor(before: Promise<void>): void {
    this.sessions.waitFor(before);
  }

  /**
   * Starts to connect. Does nothing if the server is connecting, ready, disabled or wrongly configured. A server that is waiting for its
   * next attempt is tried immediately.
   */
  start(): void {
    if (this.definition.entry.kind === "invalid" || !this.definition.enabled) return;
    if (this.sessions.current) {
      this.sessions.pause.end();
      return;
    }
    this.dispatch({ type: "start" });
    this.sessions.start();
  }

  /** Disconnects. Settles when nothing is left of any session. */
  async stop(reason: StopReason): Promise<void> {
    this.sessions.end();
    if (reason === "idle") this.offered.keep();
    else this.offered.clear();
    if (this.definition.entry.kind === "valid" && this.definition.enabled) this.dispatch({ type: "stop", reason });
    await this.gone();
  }

  /**
   * The link, once the server is ready. Rejects with the reason if it does not become ready. Starts a server that starts when used, and
   * retries one that cannot be reached.
   */
  async whenReady(signal: AbortSignal): Promise<Link> {
    for (let retried = false; ; retried = true) {
      const { link } = this.sessions;
      if (link) return link;
      if (signal.aborted) throw abortError(signal, waitingFor(this.definition.id));
      if (startsWhenUsed(this.currentState)) this.start();
      if (!isTrying(this.currentState) && (retried || !isAway(this.currentState)))
        throw unavailable(this.definition.id, this.currentState);
      // Trying a remote server costs nothing, so a caller that needs it now does not wait for its next attempt.
      if (!retried) this.retryNow();
      await this.changes.next(signal);
    }
  }

  /** Runs one request over the link, once the server is ready. */
  run<T>(signal: AbortSignal, request: (link: Link) => Promise<T>): Promise<T> {
    const { current } = this.sessions;
    if (current?.link) return current.activity.track(request(current.link));
    // A link that was lost in the meantime is not used: nothing was sent over it.
    return this.whenReady(signal).then(() => this.run(signal, request));
  }

  /** Whether the server responds; `true` while it is not connected. Never rejects. */
  async isThere(): Promise<boolean> {
    return this.isUp ? this.sessions.checks.isThere() : true;
  }

  /** Settles when the server is no longer connecting. */
  async settled(): Promise<void> {
    while (isTrying(this.currentState)) await this.changes.next();
  }

  /** Ends the wait before the next attempt. Processes keep waiting, because they have just failed to start. */
  retryNow(): void {
    if (!this.sessions.isProcess) this.sessions.pause.end();
  }

  /** After sleep or a change of the network: checks or tries a remote server immediately. */
  wake(): void {
    this.sessions.pause.end();
    if (!this.sessions.isProcess) this.sessions.checks.now();
  }

  /** Disconnects without reporting it: the server is no longer part of the hub. */
  dispose(): void {
    this.currentState = { kind: "stopped", reason: "person" };
    this.sessions.end();
    this.changes.notify();
  }

  /** Settles when every process and session of this connection is gone. */
  async gone(): Promise<void> {
    await this.sessions.gone();
  }

  private dispatch(event: ConnectionEvent): void {
    const state = next(this.currentState, event);
    if (state === this.currentState) return;
    this.currentState = state;
    this.listener.state(state);
    this.changes.notify();
  }
}
