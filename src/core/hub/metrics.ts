import { callerKey } from "../../protocol/caller";
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import type { BreakerKind, CallOutcome, HubEvent, ServerId, Stamped } from "../../protocol/hubEvent";
import { Histogram } from "../kernel/histogram";

/** The figures of a server, or of one of its tools. */
export interface CallFigures {
  /** Calls that have ended, by how they ended. */
  readonly outcomes: Readonly<Record<CallOutcome, number>>;
  readonly errors: Readonly<Partial<Record<HubErrorCode, number>>>;
  /** Attempts that were sent again. */
  readonly retries: number;
  readonly inFlight: number;
  /** How long the calls took that the server answered, in milliseconds. */
  readonly ms: {
    readonly mean: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  readonly breaker: BreakerKind;
}

export interface ServerFigures extends CallFigures {
  readonly server: ServerId;
  readonly waiting: number;
  /** How often it came up again. */
  readonly restarts: number;
  /** Milliseconds since it is up; 0 while it is not. */
  readonly uptimeMs: number;
  /** By name. Tools beyond the number that is kept are together under `toolsBeyond`. */
  readonly tools: Readonly<Record<string, CallFigures>>;
  readonly toolsBeyond?: CallFigures;
  /** By `callerKey`. Callers beyond the number that is kept are together under `callersBeyond`. */
  readonly callers: Readonly<Record<string, CallFigures>>;
  readonly callersBeyond?: CallFigures;
}

/** How many tools of one server have figures of their own. */
const toolLimit = 500;

/** How many callers of one server have figures of their own. */
const callerLimit = 50;

/** Folds the stream into figures. Everything is read from the events, the time included. */
export class Metrics {
  private readonly servers = new Map<ServerId, ServerTally>();

  add(event: Stamped): void {
    if (!("server" in event) || event.server === undefined) return;
    if (event.type === "server.removed") this.servers.delete(event.server);
    // What ends after its server was removed has no place anymore.
    else if (event.type === "server.added") this.at(event.server);
    else this.servers.get(event.server)?.add(event);
  }

  /** All servers, in the order in which they came; `now` in milliseconds since the epoch. */
  figures(now: number): readonly ServerFigures[] {
    return [...this.servers].map(([server, tally]) => tally.figures(server, now));
  }

  /** One server; `undefined` where there is none of that name. */
  of(server: ServerId, now: number): ServerFigures | undefined {
    return this.servers.get(server)?.figures(server, now);
  }

  private at(server: ServerId): void {
    if (!this.servers.has(server)) this.servers.set(server, new ServerTally());
  }
}

class Tally {
  private readonly outcomes: Record<CallOutcome, number> = {
    ok: 0,
    "tool-error": 0,
    failed: 0,
    cancelled: 0,
    denied: 0,
  };
  private readonly errors: Partial<Record<HubErrorCode, number>> = {};
  private readonly times = new Histogram();
  private retries = 0;
  private inFlight = 0;
  breaker: BreakerKind = "closed";

  count(event: Extract<HubEvent, { call: string }>): void {
    switch (event.type) {
      case "call.started":
        this.inFlight++;
        return;
      case "call.retried":
        this.retries++;
        return;
      case "call.ended":
        this.inFlight = Math.max(0, this.inFlight - 1);
        this.outcomes[event.outcome]++;
        if (event.error) this.errors[event.error.code] = (this.errors[event.error.code] ?? 0) + 1;
        if (event.outcome === "ok" || event.outcome === "tool-error") this.times.add(event.ms);
    }
  }

  read(): CallFigures {
    const { outcomes, errors, times, retries, inFlight, breaker } = this;
    const [p50 = 0, p95 = 0, p99 = 0] = times.quantiles([0.5, 0.95, 0.99]);
    const ms = { mean: times.mean, p50, p95, p99, max: times.max };
    return { outcomes: { ...outcomes }, errors: { ...errors }, retries, inFlight, ms, breaker };
  }
}

class ServerTally {
  private readonly all = new Tally();
  private readonly tools = new Map<string, Tally>();
  private readonly beyond = new Tally();
  private readonly callers = new Map<string, Tally>();
  private readonly callersBeyond = new Tally();
  private waiting = 0;
  private starts = 0;
  private upSince: number | undefined;

  add(event: Stamped): void {
    switch (event.type) {
      case "call.started":
      case "call.retried":
      case "call.ended":
        this.all.count(event);
        this.tool(event.tool).count(event);
        this.caller(callerKey(event.caller)).count(event);
        return;
      case "server.state":
        if (event.state.kind !== "ready") this.upSince = undefined;
        else if (this.upSince === undefined) {
          this.upSince = event.at;
          this.starts++;
        }
        return;
      case "breaker.changed":
        if (event.tool === undefined) this.all.breaker = event.state;
        else if (this.tool(event.tool) !== this.beyond) this.tool(event.tool).breaker = event.state;
        return;
      case "queue.changed":
        this.waiting = event.waiting;
    }
  }

  figures(server: ServerId, now: number): ServerFigures {
    const beyond = this.beyond.read();
    return {
      server,
      ...this.all.read(),
      waiting: this.waiting,
      restarts: Math.max(0, this.starts - 1),
      uptimeMs: this.upSince === undefined ? 0 : Math.max(0, now - this.upSince),
      tools: Object.fromEntries([...this.tools].map(([name, tally]) => [name, tally.read()])),
      ...(this.tools.size >= toolLimit && { toolsBeyond: beyond }),
      callers: Object.fromEntries([...this.callers].map(([key, tally]) => [key, tally.read()])),
      ...(this.callers.size >= callerLimit && { callersBeyond: this.callersBeyond.read() }),
    };
  }

  private tool(name: string): Tally {
    return tallyOf(this.tools, name, toolLimit, this.beyond);
  }

  private caller(key: string): Tally {
    return tallyOf(this.callers, key, callerLimit, this.callersBeyond);
  }
}

/** The tally under a key; `beyond` where as many keys as may be have one of their own. */
function tallyOf(tallies: Map<string, Tally>, key: string, limit: number, beyond: Tally): Tally {
  const known = tallies.get(key);
  if (known) return known;
  if (tallies.size >= limit) return beyond;
  const tally = new Tally();
  tallies.set(key, tally);
  return tally;
}
