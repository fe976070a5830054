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
import type { Link, LinkEvents } from "./link";
import { disconnected } from "./state";

/** What a session reports to its connection, until it is ended. */
export interface SessionListener {
  lost(error: HubError): void;
  changed(part: CatalogPart): void;
  log(level: LogLevel, from: "stderr" | "server", text: string): void;
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

  /** Runs one step of connecting within its time limit. */
  inTime<T>(step: "connect" | "list", run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { id, entry } = this.definition;
    const own = entry.kind === "valid" ? entry.config.connectTimeoutSeconds : undefined;
    const what =
      step === "connect"
        ? message("connection.connecting", 'Connecting to "{server}"', { server: id })
        : message("connection.listing", 'Listing what "{server}" offers', { server: id });
    const limit = {
      clock: this.ports.clock,
      signal: this.signal,
      idleMs: (own ?? this.ports.options().connectTimeoutSeconds) * 1000,
      what,
      onTimeout: (ms: number) =>
        new HubError(
          "timeout",
          message(
            "connection.timeout",
            "{what} took longer than {time}. See the server's log, or raise mcpHub.connectTimeoutSeconds.",
            { what, time: inWords(ms) },
          ),
        ),
    };
    return withinTime(limit, run);
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
        if (isActive()) this.listener.log(level, from, text);
      },
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
