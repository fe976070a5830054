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
import { type ConnectionEvent, isAway, isTrying, next, unavailable } from "./state";

/** One line to one server as its owner sees it: the state (`state.ts`), who waits for it, and what goes over it. */
export class Connection implements Disposable {
  private current: ConnectionState;
  private readonly changes = new ChangeSignal();
  private readonly offered: OfferedCatalog;
  private readonly sessions: Sessions;

  /** `resting`: the state of a server that may be started; `lastKnown`: what it offered when it was connected last. */
  constructor(
    private defined: ServerDefinition,
    ports: ConnectionPorts,
    private readonly listener: ConnectionListener,
    resting: StopReason = "not-started",
    lastKnown: Catalog = emptyCatalog,
  ) {
    const { entry, enabled } = defined;
    if (entry.kind === "invalid") this.current = { kind: "failed", error: entry.error };
    else this.current = { kind: "stopped", reason: enabled ? resting : "disabled" };
    const wanted = enabled && entry.kind === "valid" && resting !== "person";
    this.offered = new OfferedCatalog(wanted ? lastKnown : emptyCatalog, (catalog, stale) =>
      listener.catalog(catalog, stale),
    );
    this.sessions = new Sessions(ports, {
      definition: () => this.defined,
      state: () => this.current,
      offered: this.offered,
      listener,
      dispatch: (event) => this.dispatch(event),
      whenReady: (signal) => this.whenReady(signal),
      idle: () => void this.stop("idle"),
    });
  }

  get definition(): ServerDefinition {
    return this.defined;
  }

  /** The same server under another label, or written in another place: nothing restarts. */
  relabel(definition: ServerDefinition): void {
    this.defined = definition;
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** What the server offers, or what it offered last (`isStale`) while it is on its way or starts at its next use. */
  get catalog(): Catalog {
    return this.offered.catalog;
  }

  get isStale(): boolean {
    return this.offered.isStale;
  }

  get health(): HealthRecord {
    return this.sessions.checks.record;
  }

  /** Whether the line is open and its lists are read. */
  get isUp(): boolean {
    return this.sessions.link !== undefined;
  }

  /** Calls that are in flight on the present line. */
  get inFlight(): number {
    return this.sessions.current?.activity.inFlight ?? 0;
  }

  /** Waits with the first attempt until this has settled: what ran before under the same name is gone by then. */
  waitFor(before: Promise<void>): void {
    this.sessions.waitFor(before);
  }

  /** Begins to connect. Does nothing for a server that is on its way, up, disabled or wrongly configured; one that is away is tried at once. */
  start(): void {
    if (this.definition.entry.kind === "invalid" || !this.definition.enabled) return;
    if (this.sessions.current) {
      this.sessions.pause.end();
      return;
    }
    this.dispatch({ type: "start" });
    this.sessions.start();
  }

  /** Lets go. Settles when nothing is left of any session. */
  async stop(reason: StopReason): Promise<void> {
    this.sessions.end();
    if (reason === "idle") this.offered.keep();
    else this.offered.clear();
    if (this.definition.entry.kind === "valid" && this.definition.enabled) this.dispatch({ type: "stop", reason });
    await this.gone();
  }

  /**
   * The link, once the server is ready; rejects with the reason why it is not. A server that starts when used is started; one that is
   * away is tried once more.
   */
  async whenReady(signal: AbortSignal): Promise<Link> {
    for (let hurried = false; ; hurried = true) {
      const { link } = this.sessions;
      if (link) return link;
      if (signal.aborted) throw abortError(signal, `Waiting for "${this.definition.id}"`);
      if (startsWhenUsed(this.current)) this.start();
      if (!isTrying(this.current) && (hurried || !isAway(this.current)))
        throw unavailable(this.definition.id, this.current);
      // Asking a remote server costs nothing: who needs it now does not wait for its next attempt.
      if (!hurried) this.hurry();
      await this.changes.next(signal);
    }
  }

  /** Runs one request over the line, once the server is ready. */
  run<T>(signal: AbortSignal, work: (link: Link) => Promise<T>): Promise<T> {
    const { current } = this.sessions;
    if (current?.link) return current.activity.track(work(current.link));
    // A line that was lost in this very moment is not used any more: nothing was sent on it.
    return this.whenReady(signal).then(() => this.run(signal, work));
  }

  /** Settles when the connection is no longer on its way. */
  async settled(): Promise<void> {
    while (isTrying(this.current)) await this.changes.next();
  }

  /** Tries a server that is away at once. A process is not hurried: it has just failed to start. */
  hurry(): void {
    if (!this.sessions.isProcess) this.sessions.pause.end();
  }

  /** The machine slept, or the network changed: what reaches far is checked or tried at once. */
  wake(): void {
    this.sessions.pause.end();
    if (!this.sessions.isProcess) this.sessions.checks.now();
  }

  /** Lets go without a word: the server is no longer part of the hub. */
  dispose(): void {
    this.current = { kind: "stopped", reason: "person" };
    this.sessions.end();
    this.changes.notify();
  }

  /** Settles when every process and session of this connection is gone. */
  async gone(): Promise<void> {
    await this.sessions.gone();
  }

  private dispatch(event: ConnectionEvent): void {
    const state = next(this.current, event);
    if (state === this.current) return;
    this.current = state;
    this.listener.state(state);
    this.changes.notify();
  }
}
