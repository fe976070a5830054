import type { ConnectionState } from "../../protocol/connectionState";
import type { Catalog } from "../catalog/catalog";
import { isStdio } from "../config/schema/serverConfig";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import { type HubError, toErrorView } from "../kernel/hubError";
import { Pause } from "../kernel/pause";
import type { ConnectionListener, ConnectionPorts } from "./connectionPorts";
import { HealthChecks } from "./health/healthChecks";
import { keepConnecting } from "./keepConnecting";
import type { Link } from "./link";
import { knownPart, type OfferedCatalog } from "./offeredCatalog";
import { afterLossMs } from "./recovery";
import { Refreshes } from "./refreshes";
import { Session } from "./session";
import { type ConnectionEvent, isTrying } from "./state";

/** The connection that the sessions belong to. */
export interface SessionsOwner {
  readonly definition: () => ServerDefinition;
  readonly state: () => ConnectionState;
  readonly offered: OfferedCatalog;
  readonly listener: ConnectionListener;
  readonly dispatch: (event: ConnectionEvent) => void;
  readonly whenReady: (signal: AbortSignal) => Promise<Link>;
  /** Nothing has been asked of the server for as long as its settings say. */
  readonly idle: () => void;
}

/** The effects of a connection's life: one session at a time, and those before it until their calls have ended. */
export class Sessions {
  readonly pause: Pause;
  readonly checks: HealthChecks;
  private session: Session | undefined;
  private wasUp = false;
  private readonly draining = new Set<Session>();
  private readonly closing = new Closings();

  constructor(
    private readonly ports: ConnectionPorts,
    private readonly owner: SessionsOwner,
  ) {
    this.pause = new Pause(ports.clock);
    this.checks = new HealthChecks(ports.clock, ports.options);
  }

  /** The session that counts; missing while the server is not wanted. */
  get current(): Session | undefined {
    return this.session;
  }

  get link(): Link | undefined {
    return this.session?.link;
  }

  /** Waits with the first attempt until this has settled. */
  waitFor(before: Promise<void>): void {
    this.closing.add(before);
  }

  start(): void {
    this.wasUp = false;
    this.begin(0);
  }

  /** Settles when every process and session is gone. */
  gone(): Promise<void> {
    return this.closing.all();
  }

  private get definition(): ServerDefinition {
    return this.owner.definition();
  }

  get isProcess(): boolean {
    const { entry } = this.definition;
    return entry.kind === "valid" && isStdio(entry.config);
  }

  private begin(delayMs: number): void {
    const session: Session = new Session(this.definition, this.ports, {
      lost: (error) => this.lose(session, error),
      changed: (part) => void refreshes.refresh(part, () => this.owner.whenReady(session.signal)),
      log: (level, from, text) => this.owner.listener.log(level, from, text),
      notification: (method, params) => this.owner.listener.notification(method, params),
      activity: () => {
        idle.update(session.activity.inFlight);
        if (session.signal.aborted) this.draining.delete(session);
      },
      // A process whose line is gone has ended, and that is heard. A remote server can be gone without a word.
      doubt: () => {
        if (session === this.session && !this.isProcess) this.checks.doubt();
      },
      closing: (closed) => this.closing.add(closed),
    });
    const refreshes = new Refreshes(session, {
      clock: this.ports.clock,
      fresh: (part) => this.owner.offered.update(part, () => session === this.session),
      warn: (message) => this.owner.listener.log("warning", "hub", message),
    });
    const idle = session.store.add(
      new IdleTimer(
        this.ports.clock,
        () => this.seconds("idleShutdownSeconds"),
        () => this.owner.idle(),
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
      tell: (event) => this.owner.dispatch(event),
      ready: (link, catalog) => {
        this.up(session, link, catalog);
        idle.update(session.activity.inFlight);
      },
      gaveUp: (error) => {
        this.end();
        this.owner.offered.clear();
        this.owner.dispatch({ type: "gave-up", error });
      },
    });
  }

  private up(session: Session, link: Link, catalog: Catalog): void {
    this.wasUp = true;
    this.owner.offered.set(catalog);
    this.owner.dispatch({ type: "ready", at: this.ports.clock.now(), info: link.info });
    if (session !== this.session) return;
    this.checks.begin(session, link, {
      server: this.definition.id,
      intervalMs: () => this.seconds("healthCheckSeconds"),
      listed: () => knownPart(this.owner.offered.catalog),
      tell: (event) => this.owner.dispatch(event),
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
    this.owner.listener.log("warning", "hub", error.message);
    const view = toErrorView(error);
    this.owner.dispatch({ type: "lost", at: clock.now(), error: view, worked, mayLoop: this.isProcess });
    const state = this.owner.state();
    if (!isTrying(state)) {
      this.owner.offered.clear();
      return;
    }
    this.owner.offered.keep();
    const delayMs = afterLossMs(state.losses, options(), random);
    if (delayMs > 0) this.owner.dispatch({ type: "attempt-failed", attempt: 0, error: view });
    this.begin(delayMs);
  }

  /** Lets go of every session at once. */
  end(): void {
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
}

/** What is being let go: settles as a whole when nothing of it is left. */
class Closings {
  private readonly pending = new Set<Promise<void>>();

  add(closed: Promise<void>): void {
    const done = closed.finally(() => this.pending.delete(done));
    this.pending.add(done);
  }

  async all(): Promise<void> {
    await Promise.all(this.pending);
  }
}

/** Runs once when nothing has been in flight for a while. Owned by the line that it watches. */
class IdleTimer implements Disposable {
  private timer: Disposable | undefined;
  private disposed = false;

  constructor(
    private readonly clock: Clock,
    /** 0: never. */
    private readonly idleMs: () => number,
    private readonly onIdle: () => void,
  ) {}

  /** To be told whenever a call begins or ends, and once at the beginning. */
  update(inFlight: number): void {
    this.timer?.dispose();
    this.timer = undefined;
    const ms = this.idleMs();
    if (inFlight === 0 && ms > 0 && !this.disposed) this.timer = this.clock.after(ms, this.onIdle);
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
  }
}
