import type { StartProgress } from "../../protocol/connectionState";
import type { LogLevel } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Catalog, CatalogPart } from "../catalog/catalog";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { DisposableStore } from "../kernel/disposable";
import { healthAfter } from "../kernel/errorTable";
import { asHubError, HubError } from "../kernel/hubError";
import { inWords, withinTime } from "../kernel/timeLimit";
import type { ConnectionPorts } from "./connectionPorts";
import { isLauncher } from "./launchers";
import type { Link, LinkEvents } from "./link";
import { AttemptProgress, busyLimitMs, launcherLimitMs, showsWork } from "./startProgress";
import { disconnected } from "./state";
import { timedOut } from "./timedOut";

/** How long a list beside the tools may hold up an attempt to connect, in milliseconds. */
const optionalListMs = 5000;

/** What a session reports to its connection, until it is ended. */
export interface SessionListener {
  lost(error: HubError): void;
  changed(part: CatalogPart): void;
  log(level: LogLevel, from: "stderr" | "stdout" | "server", text: string): void;
  /** An attempt to connect takes a while. */
  progress(progress: StartProgress): void;
  notification(method: string, params: unknown): void;
  /** A request started or ended. */
  activity(): void;
  /** A request failed in a way that suggests that the link is lost. */
  suspectedLoss(): void;
  /** A link of this session is opening. The promise settles when nothing is left of it. */
  closing(closed: Promise<void>): void;
}

/** One session with a server: from the start until it is stopped, lost or given up. It owns everything that it opens. */
export class Session {
  readonly activity = new Activity(
    () => {
      if (this.retired && this.activity.inFlight === 0) this.end();
      this.listener.activity();
    },
    () => this.listener.suspectedLoss(),
  );
  /** Disposed with the session. */
  readonly store = new DisposableStore();
  private readonly abort = new AbortController();
  private retired = false;
  private opened: Link | undefined;
  /** The attempt that is running. */
  private progress: AttemptProgress | undefined;
  /** Prolongs the running attempt. */
  private showsWork: () => void = () => {};

  constructor(
    private readonly definition: ServerDefinition,
    private readonly ports: ConnectionPorts,
    private readonly listener: SessionListener,
  ) {}

  /** The link, once it is open and its catalog has been read. */
  get link(): Link | undefined {
    return this.opened;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Makes one attempt. A link whose catalog cannot be read is disposed. A link that opens after the end of the session is disposed, too. */
  async connect(isFirstStart = false): Promise<{ readonly link: Link; readonly catalog: Catalog }> {
    const plan = await this.ports.plan(this.definition, this.signal);
    const store = this.store.add(new DisposableStore());
    const lost: { error?: HubError } = {};
    const idleMs = this.connectMs(plan, isFirstStart);
    const totalMs = Math.max(idleMs, busyLimitMs);
    const progress = store.add(
      new AttemptProgress(this.ports.clock, idleMs, totalMs, (told) => this.listener.progress(told)),
    );
    this.progress = progress;
    const limit = {
      ...this.limit(idleMs, () => timedOut(this.definition.id, progress, this.ports.clock.now() - begun)),
      totalMs,
    };
    const begun = this.ports.clock.now();
    try {
      const opened = await withinTime(limit, async (signal, time) => {
        this.showsWork = () => {
          time.extend();
          progress.extended();
        };
        const link = store.add(await this.open(plan, lost, signal));
        progress.at("lists");
        return { link, catalog: await link.catalog(signal, Math.min(optionalListMs, idleMs / 3)) };
      });
      if (lost.error) throw lost.error;
      this.opened = opened.link;
      return opened;
    } catch (error) {
      store.dispose();
      throw lost.error ?? asHubError(error);
    } finally {
      this.progress = undefined;
      progress.dispose();
    }
  }

  /** Reads a list again, within the time limit of an attempt to connect. */
  listInTime<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { id } = this.definition;
    const what = message("connection.listing", 'Listing what "{server}" offers', { server: id });
    const onTimeout = (ms: number) =>
      new HubError(
        "timeout",
        message(
          "connection.listTimeout",
          "{what} took longer than {time}. See the server's log, or raise mcpHub.connectTimeoutSeconds.",
          { what, time: inWords(ms) },
        ),
      );
    return withinTime({ ...this.limit(this.ownMs ?? this.defaultMs, onTimeout), what }, run);
  }

  private limit(idleMs: number, onTimeout: (ms: number) => HubError) {
    const { clock } = this.ports;
    const what = message("connection.connecting", 'Connecting to "{server}"', { server: this.definition.id });
    return { clock, signal: this.signal, idleMs, what, onTimeout };
  }

  private get ownMs(): number | undefined {
    const { entry } = this.definition;
    const own = entry.kind === "valid" ? entry.config.connectTimeoutSeconds : undefined;
    return own === undefined ? undefined : own * 1000;
  }

  private get defaultMs(): number {
    return this.ports.options().connectTimeoutSeconds * 1000;
  }

  /** The limit of an attempt without a sign of work. A program that fetches what it runs gets longer the first time. */
  private connectMs(plan: LaunchPlan, isFirstStart: boolean): number {
    const fetches = isFirstStart && plan.kind === "stdio" && isLauncher(plan.command);
    return this.ownMs ?? (fetches ? Math.max(launcherLimitMs, this.defaultMs) : this.defaultMs);
  }

  /** Ends the session immediately. */
  end(): void {
    if (this.signal.aborted) return;
    this.abort.abort(disconnected(this.definition.id));
    this.store.dispose();
  }

  /** Ends the session once the requests in flight have ended: each may still get its response, and has its own time limits. */
  retire(): void {
    this.retired = true;
    if (this.activity.inFlight === 0) this.end();
  }

  private open(plan: LaunchPlan, lost: { error?: HubError }, signal: AbortSignal): Promise<Link> {
    const opening = this.ports.open(plan, this.eventsOf(lost), signal);
    // A link that is still opening may already have a process. If opening fails, nothing is left.
    const closed = opening.then(
      (link) => link.closed,
      () => undefined,
    );
    this.listener.closing(closed);
    return opening;
  }

  /** A program that says what it is busy with is waited for. */
  private startSaid(text: string, progress: AttemptProgress): void {
    progress.heard(text);
    if (showsWork(text)) this.showsWork();
  }

  private eventsOf(lost: { error?: HubError }): LinkEvents {
    const isActive = () => !this.signal.aborted && !this.retired;
    return {
      lost: (error) => {
        lost.error = error;
        if (isActive() && this.opened) this.listener.lost(error);
      },
      changed: (part) => {
        if (isActive()) this.listener.changed(part);
      },
      log: (level, from, text) => {
        if (!isActive()) return;
        if (from === "stderr" && this.progress) this.startSaid(text, this.progress);
        this.listener.log(level, from, text);
      },
      step: (step) => this.progress?.at(step),
      notification: (method, params) => {
        if (isActive()) this.listener.notification(method, params);
      },
    };
  }
}

/** The requests of one session: how many are in flight, and whether one was ever answered. */
class Activity {
  private count = 0;
  private answered = false;

  constructor(
    /** Called when a request starts or ends, after the count has changed. */
    private readonly onChange: () => void,
    /** Called when a request fails in a way that suggests that the link is lost. */
    private readonly onSuspectedLoss: () => void,
  ) {}

  get inFlight(): number {
    return this.count;
  }

  /** Whether the server has answered at least one request. */
  get worked(): boolean {
    return this.answered;
  }

  track<T>(request: Promise<T>): Promise<T> {
    this.change(1);
    return request.then(
      (result) => {
        this.answered = true;
        this.change(-1);
        return result;
      },
      (error: unknown) => {
        const health = error instanceof HubError ? healthAfter(error) : "unknown";
        if (health === "works") this.answered = true;
        if (health === "lost") this.onSuspectedLoss();
        this.change(-1);
        throw error;
      },
    );
  }

  private change(by: 1 | -1): void {
    this.count += by;
    this.onChange();
  }
}
