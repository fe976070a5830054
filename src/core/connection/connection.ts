import { type ConnectionState, type StopReason, startsWhenUsed } from "../../protocol/connectionState";
import { type Catalog, emptyCatalog } from "../catalog/catalog";
import { isStdio } from "../config/serverConfig";
import type { ServerDefinition } from "../config/serverDefinition";
import type { Disposable } from "../disposable";
import { abortError, type HubError, toErrorView } from "../hubError";
import { Closings } from "./closings";
import type { ConnectionListener, ConnectionPorts } from "./connectionPorts";
import type { HealthRecord } from "./health";
import { HealthChecks } from "./healthChecks";
import { IdleTimer } from "./idleTimer";
import { keepConnecting } from "./keepConnecting";
import { knownPart } from "./knownPart";
import type { Link } from "./link";
import { OfferedCatalog } from "./offeredCatalog";
import { Pause } from "./pause";
import { afterLossMs } from "./recovery";
import { Refreshes } from "./refreshes";
import { Session } from "./session";
import { type ConnectionEvent, isAway, isTrying, next } from "./state";
import { unavailable } from "./unavailable";
import { Waiters } from "./waiters";

/** Runs the life of one line to one server (`state.ts`): the effects, one session at a time. */
export class Connection implements Disposable {
  private session: Session | undefined;
  private current: ConnectionState;
  private wasUp = false;
  private readonly draining = new Set<Session>();
  private readonly closing = new Closings();
  private readonly waiters = new Waiters();
  private readonly pause: Pause;
  private readonly checks: HealthChecks;
  private readonly offered: OfferedCatalog;

  /** `resting`: the state of a server that may be started; `lastKnown`: what it offered when it was connected last. */
  constructor(
    private defined: ServerDefinition,
    private readonly ports: ConnectionPorts,
    private readonly listener: ConnectionListener,
    resting: StopReason = "not-started",
    lastKnown: Catalog = emptyCatalog,
  ) {
    const { entry, enabled } = defined;
    this.pause = new Pause(ports.clock);
    this.checks = new HealthChecks(ports.clock, ports.options);
    if (entry.kind === "invalid") this.current = { kind: "failed", error: entry.error };
    else this.current = { kind: "stopped", reason: enabled ? resting : "disabled" };
    const wanted = enabled && entry.kind === "valid" && resting !== "person";
    this.offered = new OfferedCatalog(wanted ? lastKnown : emptyCatalog, (catalog, stale) =>
      listener.catalog(catalog, stale),
    );
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
    return this.checks.record;
  }

  /** Calls that are in flight on the present line. */
  get inFlight(): number {
    return this.session?.activity.inFlight ?? 0;
  }

  /** Waits with the first attempt until this has settled: what ran before under the same name is gone by then. */
  waitFor(before: Promise<void>): void {
    this.closing.add(before);
  }

  /** Begins to connect. Does nothing for a server that is on its way, up, disabled or wrongly configured; one that is away is tried at once. */
  start(): void {
    if (this.definition.entry.kind === "invalid" || !this.definition.enabled) return;
    if (this.session) {
      this.pause.end();
      return;
    }
    this.wasUp = false;
    this.dispatch({ type: "start" });
    this.begin(0);
  }

  /** Lets go. Settles when nothing is left of any session. */
  async stop(reason: StopReason): Promise<void> {
    this.end();
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
      if (this.session?.link) return this.session.link;
      if (signal.aborted) throw abortError(signal, `Waiting for "${this.definition.id}"`);
      if (startsWhenUsed(this.current)) this.start();
      if (!isTrying(this.current) && (hurried || !isAway(this.current)))
        throw unavailable(this.definition.id, this.current);
      // Asking a remote server costs nothing: who needs it now does not wait for its next attempt.
      if (!hurried) this.hurry();
      await this.waiters.next(signal);
    }
  }

  /** Runs one request over the line, once the server is ready. */
  async run<T>(signal: AbortSignal, work: (link: Link) => Promise<T>): Promise<T> {
    for (;;) {
      const link = this.session?.link ?? (await this.whenReady(signal));
      // A line that was lost in this very moment is not used any more: nothing was sent on it.
      if (this.session?.link === link) return this.session.activity.track(work(link));
    }
  }

  /** Settles when the connection is no longer on its way. */
  async settled(): Promise<void> {
    while (isTrying(this.current)) await this.waiters.next();
  }

  /** Tries a server that is away at once. A process is not hurried: it has just failed to start. */
  hurry(): void {
    if (!this.isProcess) this.pause.end();
  }

  /** The machine slept, or the network changed: what reaches far is checked or tried at once. */
  wake(): void {
    this.pause.end();
    if (!this.isProcess) this.checks.now();
  }

  /** Lets go without a word: the server is no longer part of the hub. */
  dispose(): void {
    this.current = { kind: "stopped", reason: "person" };
    this.end();
    this.waiters.wake();
  }

  /** Settles when every process and session of this connection is gone. */
  async gone(): Promise<void> {
    await this.closing.all();
  }

  private get isProcess(): boolean {
    const { entry } = this.definition;
    return entry.kind === "valid" && isStdio(entry.config);
  }

  private begin(delayMs: number): void {
    const session: Session = new Session(this.definition, this.ports, {
      lost: (error) => this.lose(session, error),
      changed: (part) => void refreshes.refresh(part, () => this.whenReady(session.signal)),
      log: (level, from, text) => this.listener.log(level, from, text),
      notification: (method, params) => this.listener.notification(method, params),
      activity: () => {
        idle.update(session.activity.inFlight);
        if (session.signal.aborted) this.draining.delete(session);
      },
      // A process whose line is gone has ended, and that is heard. A remote server can be gone without a word.
      doubt: () => {
        if (session === this.session && !this.isProcess) this.checks.now();
      },
      closing: (closed) => this.closing.add(closed),
    });
    const refreshes = new Refreshes(session, {
      fresh: (part) => session === this.session && this.offered.set({ ...this.offered.catalog, ...part }),
      warn: (message) => this.listener.log("warning", "hub", message),
    });
    const idle = session.store.add(
      new IdleTimer(
        this.ports.clock,
        () => this.seconds("idleShutdownSeconds"),
        () => void this.stop("idle"),
      ),
    );
    this.session = session;
    void keepConnecting(session, {
      clock: this.ports.clock,
      options: this.ports.options,
      random: this.ports.random ?? Math.random,
      pause: this.pause,
      delayMs,
      isProcess: this.isProcess,
      wasUp: this.wasUp,
      isCurrent: () => session === this.session,
      // The process before has ended: two of one server could fight over a port or a lock.
      before: () => (this.isProcess ? this.gone() : Promise.resolve()),
      tell: (event) => this.dispatch(event),
      ready: (link, catalog) => {
        this.up(session, link, catalog);
        idle.update(session.activity.inFlight);
      },
      gaveUp: (error) => {
        this.end();
        this.offered.clear();
        this.dispatch({ type: "gave-up", error });
      },
    });
  }

  private up(session: Session, link: Link, catalog: Catalog): void {
    this.wasUp = true;
    this.offered.set(catalog);
    this.dispatch({ type: "ready", at: this.ports.clock.now(), info: link.info });
    if (session !== this.session) return;
    this.checks.begin(session, link, {
      server: this.definition.id,
      intervalMs: () => this.seconds("healthCheckSeconds"),
      listed: () => knownPart(this.offered.catalog),
      tell: (event) => this.dispatch(event),
      dead: (error) => this.lose(session, error),
    });
  }

  private lose(session: Session, error: HubError): void {
    if (session !== this.session) return;
    const { clock, options, random = Math.random } = this.ports;
    const { worked } = session.activity;
    this.session = undefined;
    if (this.isProcess) session.end();
    else {
      // One failed request does not take the others in flight with it: they may still be answered.
      session.retire();
      if (!session.signal.aborted) this.draining.add(session);
    }
    this.listener.log("warning", "hub", error.message);
    const view = toErrorView(error);
    this.dispatch({ type: "lost", at: clock.now(), error: view, worked, mayLoop: this.isProcess });
    if (!isTrying(this.current)) {
      this.offered.clear();
      return;
    }
    this.offered.keep();
    const delayMs = "losses" in this.current ? afterLossMs(this.current.losses, options(), random) : 0;
    if (delayMs > 0) this.dispatch({ type: "attempt-failed", attempt: 0, error: view });
    this.begin(delayMs);
  }

  private end(): void {
    for (const session of this.draining) session.end();
    this.draining.clear();
    this.session?.end();
    this.session = undefined;
  }

  /** A limit in seconds, of the server's own entry or of the settings, in milliseconds. */
  private seconds(key: "idleShutdownSeconds" | "healthCheckSeconds"): number {
    const { entry } = this.definition;
    const own = entry.kind === "valid" ? entry.config[key] : undefined;
    return (own ?? this.ports.options()[key]) * 1000;
  }

  private dispatch(event: ConnectionEvent): void {
    const state = next(this.current, event);
    if (state === this.current) return;
    this.current = state;
    this.listener.state(state);
    this.waiters.wake();
  }
}
