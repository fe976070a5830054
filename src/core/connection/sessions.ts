import type { ConnectionState, StartProgress } from "../../protocol/connectionState";
import { type Catalog, partOf } from "../catalog/catalog";
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
  /** No request was sent to the server for as long as its settings say. */
  readonly idle: () => void;
}

/** The sessions of one connection: the current one, and earlier ones until their requests in flight have ended. */
export class Sessions {
  readonly pause: Pause;
  readonly checks: HealthChecks;
  private session: Session | undefined;
  private wasUp = false;
  private readonly draining = new Set<Session>();
  private readonly closing = new PendingCloses();

  constructor(
    private readonly ports: ConnectionPorts,
    private readonly owner: SessionsOwner,
  ) {
    this.pause = new Pause(ports.clock);
    this.checks = new HealthChecks(ports.clock, ports.options);
  }

  /** The current session. `undefined` while the server is stopped. */
  get current(): Session | undefined {
    return this.session;
  }

  get link(): Link | undefined {
    return this.session?.link;
  }

  /** Delays the first attempt until this has settled. */
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
      lost: (error) => this.handleLoss(session, error),
      changed: (part) => void refreshes.refresh(part, () => this.owner.whenReady(session.signal)),
      log: (level, from, text) => this.owner.listener.log(level, from, text),
      progress: (progress) => {
        if (session === this.session)
          this.owner.dispatch({ type: "progress", progress: { ...this.attempts(), ...progress } });
      },
      notification: (method, params) => this.owner.listener.notification(method, params),
      activity: () => {
        idle.update(session.activity.inFlight);
        if (session.signal.aborted) this.draining.delete(session);
      },
      // The hub notices when a process ends. A remote server can disappear without a sign.
      suspectedLoss: () => {
        if (session === this.session && !this.isProcess) this.checks.checkSoon();
      },
      closing: (closed) => this.closing.add(closed),
    });
    const refreshes = new Refreshes(session, {
      clock: this.ports.clock,
      update: (part) => this.owner.offered.update(part, () => session === this.session),
      warn: (message) => this.owner.listener.log("warning", "hub", message),
    });
    const idle = session.store.add(
      new IdleTimer(
        this.ports.clock,
        () => this.milliseconds("idleShutdownSeconds"),
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
      place: () => this.place(session),
      isCurrent: () => session === this.session,
      // The previous process must have ended: two processes of one server could compete for a port or a lock.
      before: () => (this.isProcess ? this.gone() : Promise.resolve()),
      dispatch: (event) => this.owner.dispatch(event),
      ready: (link, catalog) => {
        this.handleReady(session, link, catalog);
        idle.update(session.activity.inFlight);
        // A list that only took too long gets the time that it needs, now that nothing waits for it.
        for (const { list, late } of catalog.missing ?? [])
          if (late) void refreshes.refresh(partOf(list), async () => link);
      },
      gaveUp: (error) => {
        this.end();
        this.owner.offered.clear();
        this.owner.dispatch({ type: "gave-up", error });
      },
    });
  }

  private handleReady(session: Session, link: Link, catalog: Catalog): void {
    this.wasUp = true;
    this.owner.offered.set(catalog);
    this.owner.dispatch({ type: "ready", at: this.ports.clock.now(), info: link.info });
    if (session !== this.session) return;
    this.checks.begin(session, link, {
      server: this.definition.id,
      intervalMs: () => this.milliseconds("healthCheckSeconds"),
      listedPart: () => knownPart(this.owner.offered.catalog),
      dispatch: (event) => this.owner.dispatch(event),
      onCheck: (check) => this.owner.listener.checked(check),
      onDead: (error) => this.handleLoss(session, error),
    });
  }

  private handleLoss(session: Session, error: HubError): void {
    if (session !== this.session) return;
    const { clock, options, random = Math.random } = this.ports;
    const { worked } = session.activity;
    this.session = undefined;
    if (this.isProcess) session.end();
    else {
      // One failed request does not end the others in flight: they may still be answered.
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

  /** Ends every session immediately. */
  end(): void {
    for (const session of this.draining) session.end();
    this.draining.clear();
    this.session?.end();
    this.session = undefined;
  }

  /** Waits for a place among the programs that start, and says so. */
  private async place(session: Session): Promise<() => void> {
    const { starts } = this.ports;
    if (!starts || !this.isProcess) return () => {};
    if (starts.isFull) this.owner.dispatch({ type: "progress", progress: { ...this.attempts(), step: "turn" } });
    return starts.enter(session.signal);
  }

  /** How many attempts are made; nothing where a remote server is tried until it is back. */
  private attempts(): Pick<StartProgress, "attempts"> {
    return this.isProcess || !this.wasUp ? { attempts: this.ports.options().connectAttempts } : {};
  }

  /** The value of a setting in seconds, from the server's own entry or from the settings, converted to milliseconds. */
  private milliseconds(key: "idleShutdownSeconds" | "healthCheckSeconds"): number {
    const { entry } = this.definition;
    const own = entry.kind === "valid" ? entry.config[key] : undefined;
    return (own ?? this.ports.options()[key]) * 1000;
  }
}

/** Everything that is closing. */
class PendingCloses {
  private readonly pending = new Set<Promise<void>>();

  add(closed: Promise<void>): void {
    const done = closed.finally(() => this.pending.delete(done));
    this.pending.add(done);
  }

  /** Settles when nothing is left of what is closing now. */
  async all(): Promise<void> {
    await Promise.all(this.pending);
  }
}

/** Calls `onIdle` when no request has been in flight for a while. Owned by the session that it watches. */
class IdleTimer implements Disposable {
  private timer: Disposable | undefined;
  private disposed = false;

  constructor(
    private readonly clock: Clock,
    /** 0 means never. */
    private readonly idleMs: () => number,
    private readonly onIdle: () => void,
  ) {}

  /** Must be called whenever a request starts or ends, and once at the beginning. */
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
