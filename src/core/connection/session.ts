import type { LogLevel } from "../../protocol/hubEvent";
import type { Catalog, CatalogPart } from "../catalog/catalog";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { DisposableStore } from "../kernel/disposable";
import { healthAfter } from "../kernel/errorTable";
import { asHubError, HubError } from "../kernel/hubError";
import { inWords, withinTime } from "../kernel/timeLimit";
import type { ConnectionPorts } from "./connectionPorts";
import type { Link, LinkEvents } from "./link";

/** What a session tells its connection, until it is ended. */
export interface SessionListener {
  lost(error: HubError): void;
  changed(part: CatalogPart): void;
  log(level: LogLevel, from: "stderr" | "server", text: string): void;
  notification(method: string, params: unknown): void;
  /** A call began or ended. */
  activity(): void;
  /** A call failed in a way that says that the line may be gone. */
  doubt(): void;
  /** A link of this session opens; settles when nothing of it is left. */
  closing(closed: Promise<void>): void;
}

/** One try to be connected: from the start until it is stopped, lost or given up. Owns everything that it opens. */
export class Session {
  readonly activity = new Activity(
    () => {
      if (this.retired && this.activity.inFlight === 0) this.end();
      this.listener.activity();
    },
    () => this.listener.doubt(),
  );
  /** Disposed with the session. */
  readonly store = new DisposableStore();
  private readonly abort = new AbortController();
  private retired = false;
  private opened: Link | undefined;

  constructor(
    private readonly definition: ServerDefinition,
    private readonly ports: ConnectionPorts,
    private readonly listener: SessionListener,
  ) {}

  /** The line, once it is open and its lists are read. */
  get link(): Link | undefined {
    return this.opened;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** One attempt: a link that failed to list is let go; a link that opens after the end is closed where it arrives. */
  async connect(): Promise<{ readonly link: Link; readonly catalog: Catalog }> {
    const plan = await this.ports.plan(this.definition, this.signal);
    const store = this.store.add(new DisposableStore());
    const lost: { error?: HubError } = {};
    try {
      const opened = await this.inTime("connect", async (signal) => {
        const link = store.add(await this.open(plan, lost, signal));
        return { link, catalog: await link.catalog(signal) };
      });
      if (lost.error) throw lost.error;
      this.opened = opened.link;
      return opened;
    } catch (error) {
      store.dispose();
      throw lost.error ?? asHubError(error);
    }
  }

  /** Runs one step of the connection within its limit. */
  inTime<T>(step: "connect" | "list", work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { id, entry } = this.definition;
    const own = entry.kind === "valid" ? entry.config.connectTimeoutSeconds : undefined;
    const what = step === "connect" ? `Connecting to "${id}"` : `Listing what "${id}" offers`;
    const limit = {
      clock: this.ports.clock,
      signal: this.signal,
      idleMs: (own ?? this.ports.options().connectTimeoutSeconds) * 1000,
      what,
      onTimeout: (ms: number) =>
        new HubError(
          "timeout",
          `${what} took longer than ${inWords(ms)}. See the server's log, or raise mcpHub.connectTimeoutSeconds.`,
        ),
    };
    return withinTime(limit, work);
  }

  /** Lets go at once. */
  end(): void {
    if (this.signal.aborted) return;
    this.abort.abort(new HubError("not-connected", `"${this.definition.id}" was disconnected.`));
    this.store.dispose();
  }

  /** Lets go once the calls in flight have ended: each may still get its answer, and has limits of its own. */
  retire(): void {
    this.retired = true;
    if (this.activity.inFlight === 0) this.end();
  }

  private open(plan: LaunchPlan, lost: { error?: HubError }, signal: AbortSignal): Promise<Link> {
    const opening = this.ports.open(plan, this.eventsOf(lost), signal);
    // What is still opening may have a process already; where opening fails, nothing is left.
    const closed = opening.then(
      (link) => link.closed,
      () => undefined,
    );
    this.listener.closing(closed);
    return opening;
  }

  private eventsOf(lost: { error?: HubError }): LinkEvents {
    const heard = () => !this.signal.aborted && !this.retired;
    return {
      lost: (error) => {
        lost.error = error;
        if (heard() && this.opened) this.listener.lost(error);
      },
      changed: (part) => {
        if (heard()) this.listener.changed(part);
      },
      log: (level, from, text) => {
        if (heard()) this.listener.log(level, from, text);
      },
      notification: (method, params) => {
        if (heard()) this.listener.notification(method, params);
      },
    };
  }
}

/** The calls on one line: how many are in flight, and whether one was ever answered. */
class Activity {
  private count = 0;
  private answered = false;

  constructor(
    /** Hears of each call that begins or ends, after the count has changed. */
    private readonly onChange: () => void,
    /** A call failed in a way that says that the line may be gone. */
    private readonly onDoubt: () => void,
  ) {}

  get inFlight(): number {
    return this.count;
  }

  /** Whether the server has answered at least one call. */
  get worked(): boolean {
    return this.answered;
  }

  track<T>(work: Promise<T>): Promise<T> {
    this.change(1);
    return work.then(
      (result) => {
        this.answered = true;
        this.change(-1);
        return result;
      },
      (error: unknown) => {
        const health = error instanceof HubError ? healthAfter(error) : "unknown";
        if (health === "works") this.answered = true;
        if (health === "lost") this.onDoubt();
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
