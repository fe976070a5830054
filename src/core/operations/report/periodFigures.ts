import type { HubEvent, ServerId } from "../../../protocol/hubEvent";
import { Histogram } from "../../kernel/histogram";
import { errorClass } from "../errorClass";
import { others } from "../metrics/boundedLabels";
import type { ConnectionFact } from "../metrics/connectionWatch";
import { Samples } from "./samples";
import type { StoredPeriod } from "./storedPeriod";

/** How many servers of one period have figures of their own; the rest are together under `other`. */
const serverLimit = 50;

/** Calls by how they ended. `toolErrors`: the tool ran and reported an error, which is an answer. */
export interface CallCounts {
  answered: number;
  toolErrors: number;
  callerErrors: number;
  serviceErrors: number;
  givenUp: number;
}

export interface ServerPeriod {
  connected: number;
  refused: number;
  upMs: number;
  downMs: number;
  /** In milliseconds. */
  readonly recoveries: Samples;
}

/** The figures of one hour, one day, or any other stretch of time. */
export class PeriodFigures {
  /** How long a hub ran in it; together, where several did. */
  ranMs = 0;
  readonly calls: CallCounts = { answered: 0, toolErrors: 0, callerErrors: 0, serviceErrors: 0, givenUp: 0 };
  /** The most calls that ended within a minute. */
  peak = 0;
  readonly ms = new Histogram();
  readonly hubMs = new Histogram();
  /** Shares, 0 to 1: of one processor, and of the memory that the process may have. */
  cpu = new Samples();
  memory = new Samples();
  readonly servers = new Map<ServerId, ServerPeriod>();

  /** `from`: milliseconds since the epoch. */
  constructor(readonly from: number) {}

  addCall({ outcome, ms, split, error }: Extract<HubEvent, { type: "call.ended" }>): void {
    if (outcome === "ok" || outcome === "tool-error") {
      if (outcome === "ok") this.calls.answered++;
      else this.calls.toolErrors++;
      this.ms.add(ms);
      this.hubMs.add(split.queue + split.waits);
      return;
    }
    const whose = outcome === "denied" ? "caller" : outcome === "cancelled" || !error ? "none" : errorClass[error.code];
    if (whose === "caller") this.calls.callerErrors++;
    else if (whose === "service") this.calls.serviceErrors++;
    else this.calls.givenUp++;
  }

  addConnection(server: ServerId, fact: ConnectionFact): void {
    const figures = this.server(server);
    if (fact.kind === "success") figures.connected++;
    else if (fact.kind === "failure") figures.refused++;
    else if (fact.kind === "recovery") figures.recoveries.add(fact.ms);
  }

  server(name: ServerId): ServerPeriod {
    const key = this.servers.has(name) || this.servers.size < serverLimit ? name : others;
    let figures = this.servers.get(key);
    if (!figures) {
      figures = { connected: 0, refused: 0, upMs: 0, downMs: 0, recoveries: new Samples() };
      this.servers.set(key, figures);
    }
    return figures;
  }

  merge(other: PeriodFigures): void {
    this.ranMs += other.ranMs;
    for (const key of callKinds) this.calls[key] += other.calls[key];
    this.peak = Math.max(this.peak, other.peak);
    this.ms.addCounts(other.ms.counts());
    this.hubMs.addCounts(other.hubMs.counts());
    this.cpu.merge(other.cpu);
    this.memory.merge(other.memory);
    for (const [name, from] of other.servers) {
      const into = this.server(name);
      into.connected += from.connected;
      into.refused += from.refused;
      into.upMs += from.upMs;
      into.downMs += from.downMs;
      into.recoveries.merge(from.recoveries);
    }
  }

  stored(): StoredPeriod {
    const { from, ranMs, calls, peak, ms, hubMs, cpu, memory } = this;
    return {
      from,
      ranMs: Math.round(ranMs),
      calls: [calls.answered, calls.toolErrors, calls.callerErrors, calls.serviceErrors, calls.givenUp],
      peak,
      ms: storedCounts(ms),
      hubMs: storedCounts(hubMs),
      cpu: cpu.stored(),
      memory: memory.stored(),
      servers: Object.fromEntries([...this.servers].map(([name, figures]) => [name, storedServer(figures)])),
    };
  }

  static of({ from, ranMs, calls, peak, ms, hubMs, cpu, memory, servers }: StoredPeriod): PeriodFigures {
    const figures = new PeriodFigures(from);
    figures.ranMs = ranMs;
    callKinds.forEach((key, index) => {
      figures.calls[key] = calls[index] ?? 0;
    });
    figures.peak = peak;
    figures.ms.addCounts(countsOf(ms));
    figures.hubMs.addCounts(countsOf(hubMs));
    figures.cpu = new Samples(...cpu);
    figures.memory = new Samples(...memory);
    for (const [name, [connected, refused, upMs, downMs, ...recoveries]] of Object.entries(servers))
      figures.servers.set(name, { connected, refused, upMs, downMs, recoveries: new Samples(...recoveries) });
    return figures;
  }
}

const callKinds = ["answered", "toolErrors", "callerErrors", "serviceErrors", "givenUp"] as const;

const storedServer = ({
  connected,
  refused,
  upMs,
  downMs,
  recoveries,
}: ServerPeriod): StoredPeriod["servers"][string] => [
  ...([connected, refused, Math.round(upMs), Math.round(downMs)] as const),
  ...recoveries.stored(),
];

const storedCounts = (histogram: Histogram): string =>
  histogram
    .counts()
    .map(([bucket, count]) => `${bucket.toString(36)}:${count.toString(36)}`)
    .join(" ");

const countsOf = (text: string): readonly (readonly [number, number])[] =>
  text === ""
    ? []
    : text.split(" ").map((pair) => {
        const [bucket = "", count = ""] = pair.split(":");
        return [Number.parseInt(bucket, 36), Number.parseInt(count, 36)];
      });
