import pRetry from "p-retry";
import type { ConnectionState, StopReason } from "../../protocol/connectionState";
import type { LogLevel } from "../../protocol/hubEvent";
import { type Catalog, type CatalogPart, emptyCatalog } from "../catalog/catalog";
import type { Clock } from "../clock";
import type { LaunchPlan } from "../config/launchPlan";
import type { ServerDefinition } from "../config/serverDefinition";
import type { Options } from "../config/settings";
import { type Disposable, DisposableStore } from "../disposable";
import { abortError, asHubError, HubError, toErrorView } from "../hubError";
import { inWords, withinTime } from "../timeLimit";
import { isTransient } from "./isTransient";
import type { Link, LinkEvents, OpenLink } from "./link";
import { type ConnectionEvent, isTrying, next } from "./state";

/** What a connection tells its hub. */
export interface ConnectionListener {
  state(state: ConnectionState): void;
  catalog(catalog: Catalog): void;
  log(level: LogLevel, from: "stderr" | "server" | "hub", text: string): void;
  notification(method: string, params: unknown): void;
}

export interface ConnectionPorts {
  readonly open: OpenLink;
  /** Fills the variables in; may ask the person, so no clock runs meanwhile. */
  readonly plan: (definition: ServerDefinition, signal: AbortSignal) => Promise<LaunchPlan>;
  readonly options: () => Options;
  readonly clock: Clock;
}

/** One try to be connected: from `start` until it is stopped, lost or given up. Nothing that an old session says is heard. */
interface Session {
  readonly abort: AbortController;
  readonly store: DisposableStore;
  link?: Link;
}

/** Runs the life of one server (`state.ts`): the effects, one session at a time. */
export class Connection implements Disposable {
  private session: Session | undefined;
  private current: ConnectionState;
  private offered: Catalog = emptyCatalog;
  private readonly closing = new Set<Promise<void>>();
  private readonly waiters = new Set<() => void>();

  constructor(
    private defined: ServerDefinition,
    private readonly ports: ConnectionPorts,
    private readonly listener: ConnectionListener,
  ) {
    const { entry, enabled } = defined;
    if (entry.kind === "invalid") this.current = { kind: "failed", error: entry.error };
    else this.current = { kind: "stopped", reason: enabled ? "not-started" : "disabled" };
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

  /** What the server offers; empty while it is not ready. */
  get catalog(): Catalog {
    return this.offered;
  }

  /** Waits with the first attempt until this has settled: what ran before under the same name is gone by then. */
  waitFor(before: Promise<void>): void {
    const done = before.finally(() => this.closing.delete(done));
    this.closing.add(done);
  }

  /** Begins to connect. Does nothing for a server that is on its way, up, disabled or wrongly configured. */
  start(): void {
    if (this.definition.entry.kind === "invalid" || !this.definition.enabled) return;
    if (this.session) return;
    this.dispatch({ type: "start" });
    this.begin();
  }

  /** Lets go. Settles when nothing is left of any session. */
  async stop(reason: StopReason): Promise<void> {
    this.end();
    if (this.definition.entry.kind === "valid" && this.definition.enabled) this.dispatch({ type: "stop", reason });
    await this.gone();
  }

  /** The link, once the server is ready; rejects with the reason why it is not. */
  async whenReady(signal: AbortSignal): Promise<Link> {
    while (!this.session?.link) {
      if (!isTrying(this.current)) throw this.unavailable();
      if (signal.aborted) throw abortError(signal, `Waiting for "${this.definition.id}"`);
      await this.change(signal);
    }
    return this.session.link;
  }

  /** Settles when the connection is no longer on its way. */
  async settled(): Promise<void> {
    while (isTrying(this.current)) await this.change(new AbortController().signal);
  }

  /** Lets go without a word: the server is no longer part of the hub. */
  dispose(): void {
    this.current = { kind: "stopped", reason: "person" };
    this.end();
    this.wake();
  }

  /** Settles when every process and session of this connection is gone. */
  async gone(): Promise<void> {
    await Promise.all(this.closing);
  }

  private begin(): void {
    const session: Session = { abort: new AbortController(), store: new DisposableStore() };
    this.session = session;
    void this.run(session);
  }

  private end(): void {
    const session = this.session;
    if (!session) return;
    this.session = undefined;
    session.abort.abort(new HubError("not-connected", `"${this.definition.id}" was disconnected.`));
    session.store.dispose();
    this.offer(emptyCatalog);
  }

  private async run(session: Session): Promise<void> {
    const tell = (event: ConnectionEvent) => {
      if (session === this.session) this.dispatch(event);
    };
    const { connectAttempts, connectRetryDelayMs, connectRetryMaxDelayMs } = this.ports.options();
    try {
      await this.gone(); // the process before has ended: two of one server could fight over a port or a lock
      await pRetry(
        async (attempt) => {
          tell({ type: "attempt", attempt });
          const { link, catalog } = await this.attempt(session);
          if (session !== this.session) return;
          session.link = link;
          this.offer(catalog);
          tell({ type: "ready", at: this.ports.clock.now(), info: link.info });
        },
        {
          retries: connectAttempts - 1,
          factor: 2,
          minTimeout: connectRetryDelayMs,
          maxTimeout: Math.max(connectRetryDelayMs, connectRetryMaxDelayMs),
          randomize: true,
          signal: session.abort.signal,
          shouldRetry: ({ error }) => isTransient(error),
          onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
            const view = toErrorView(error);
            if (retriesLeft > 0 && isTransient(error))
              tell({ type: "attempt-failed", attempt: attemptNumber, error: view });
          },
        },
      );
    } catch (error) {
      if (session !== this.session) return; // stopped meanwhile: the failure is ours, and no news
      this.end();
      this.dispatch({ type: "gave-up", error: toErrorView(error) });
    }
  }

  /** One attempt: a link that failed to list is let go; a link that opens after the end is closed where it arrives. */
  private async attempt(session: Session): Promise<{ link: Link; catalog: Catalog }> {
    const { signal } = session.abort;
    const plan = await this.ports.plan(this.definition, signal);
    const store = session.store.add(new DisposableStore());
    const lost: { error?: HubError } = {};
    try {
      return await this.inTime(signal, "connect", async (signal) => {
        const opened = this.ports.open(plan, this.eventsOf(session, lost), signal);
        const link = await opened.then((link) => this.own(store, link));
        const catalog = await link.catalog(signal);
        if (lost.error) throw lost.error;
        return { link, catalog };
      });
    } catch (error) {
      store.dispose();
      throw lost.error ?? asHubError(error);
    }
  }

  private own(store: DisposableStore, link: Link): Link {
    const closed = link.closed.finally(() => this.closing.delete(closed));
    this.closing.add(closed);
    return store.add(link);
  }

  private eventsOf(session: Session, lost: { error?: HubError }): LinkEvents {
    const heard = () => session === this.session;
    return {
      lost: (error) => {
        lost.error = error;
        if (heard() && session.link) this.lose(error);
      },
      changed: (part) => {
        if (heard()) void this.refresh(session, part);
      },
      log: (level, from, text) => {
        if (heard()) this.listener.log(level, from, text);
      },
      notification: (method, params) => {
        if (heard()) this.listener.notification(method, params);
      },
    };
  }

  private lose(error: HubError): void {
    this.end();
    this.listener.log("warning", "hub", error.message);
    this.dispatch({ type: "lost", at: this.ports.clock.now(), error: toErrorView(error) });
    if (isTrying(this.current)) this.begin();
  }

  /** At most one refresh of a part runs, and at most one waits behind it, however often the server says "changed". */
  private readonly refreshing = new Map<CatalogPart, "once" | "again">();

  private async refresh(session: Session, part: CatalogPart): Promise<void> {
    if (this.refreshing.has(part)) return void this.refreshing.set(part, "again");
    this.refreshing.set(part, "once");
    try {
      const link = await this.whenReady(session.abort.signal);
      do {
        this.refreshing.set(part, "once");
        const fresh = await this.inTime(session.abort.signal, "list", (signal) => link.refresh(part, signal));
        if (session === this.session) this.offer({ ...this.offered, ...fresh });
      } while (this.refreshing.get(part) === "again" && session === this.session);
    } catch (error) {
      if (session === this.session)
        this.listener.log("warning", "hub", `The list of ${part} stays as it was. ${asHubError(error).message}`);
    } finally {
      this.refreshing.delete(part);
    }
  }

  private inTime<T>(signal: AbortSignal, step: "connect" | "list", work: (signal: AbortSignal) => Promise<T>) {
    const { id } = this.definition;
    const what = step === "connect" ? `Connecting to "${id}"` : `Listing what "${id}" offers`;
    return withinTime<T>(
      {
        clock: this.ports.clock,
        signal,
        idleMs: this.ports.options().connectTimeoutSeconds * 1000,
        what,
        onTimeout: (ms) =>
          new HubError(
            "timeout",
            `${what} took longer than ${inWords(ms)}. See the server's log, or raise mcpHub.connectTimeoutSeconds.`,
          ),
      },
      work,
    );
  }

  private offer(catalog: Catalog): void {
    if (catalog === this.offered) return;
    this.offered = catalog;
    this.listener.catalog(catalog);
  }

  private dispatch(event: ConnectionEvent): void {
    const state = next(this.current, event);
    if (state === this.current) return;
    this.current = state;
    this.listener.state(state);
    this.wake();
  }

  private wake(): void {
    for (const waiter of [...this.waiters]) waiter();
  }

  /** Settles at the next change of state, or when the signal aborts. */
  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiters.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.waiters.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  private unavailable(): HubError {
    const { id } = this.definition;
    const { current } = this;
    if (current.kind === "failed" || current.kind === "needs-auth")
      return new HubError(current.error.code, current.error.message);
    if (current.kind === "stopped" && current.reason === "disabled")
      return new HubError("not-connected", `"${id}" is disabled. Enable it first.`);
    return new HubError("not-connected", `"${id}" is not connected. Connect it first.`);
  }
}
