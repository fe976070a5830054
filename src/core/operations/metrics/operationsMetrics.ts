import type { BreakerKind, ServerId, Stamped } from "../../../protocol/hubEvent";
import type { ReadProcess } from "../processFigures";
import { CallSeries } from "./callSeries";
import { ConnectionWatch } from "./connectionWatch";
import { Distribution, slowBounds } from "./distribution";
import { Exposition } from "./exposition";

/** What the metrics ask of others. Counts that others keep are read when somebody looks. */
export interface OperationsPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly process: ReadProcess;
  /** Open sessions of clients at the gateway. */
  readonly sessions?: () => number;
  /** Requests to the gateway that were turned away for their token, since the start. */
  readonly failedSignIns?: () => number;
}

interface ServerSeries {
  readonly watch: ConnectionWatch;
  readonly recovery: Distribution;
  readonly failures: Map<string, number>;
  readonly refusals: Map<string, number>;
  /** By tool; the empty name is the whole server. */
  readonly breakers: Map<string, BreakerKind>;
  readonly questions: Map<string, number>;
  attempts: number;
  successes: number;
  opened: number;
  pinChanges: number;
  waiting: number;
  tools: number | undefined;
}

/** How many breakers of tools one server may show. */
const breakerLimit = 200;

/** Folds the event stream into metrics for Prometheus. It hears every event, so following one costs about a microsecond at most. */
export class OperationsMetrics {
  private readonly calls = new CallSeries();
  private readonly servers = new Map<ServerId, ServerSeries>();

  constructor(private readonly ports: OperationsPorts) {}

  readonly follow = (event: Stamped): void => {
    switch (event.type) {
      case "call.started":
      case "call.retried":
      case "call.ended":
        this.calls.add(event);
        return;
      case "server.added":
        if (!this.servers.has(event.server)) this.servers.set(event.server, serverSeries());
        this.calls.serverAdded(event.server);
        return;
      case "server.removed":
        this.servers.delete(event.server);
        this.calls.serverRemoved(event.server);
        return;
      case "server.state":
      case "server.catalog":
      case "server.refused":
      case "breaker.changed":
      case "queue.changed":
      case "question.answered":
      case "pin.changed": {
        const server = this.servers.get(event.server);
        if (server) noted(server, event);
      }
    }
  };

  /** The metrics as the text that Prometheus reads (`expositionType`). */
  text(): string {
    const page = new Exposition();
    this.calls.write(page);
    this.writeServers(page);
    this.writeProcess(page);
    return page.text();
  }

  private writeServers(page: Exposition): void {
    const now = this.ports.now();
    for (const { watch } of this.servers.values()) watch.settle(now);
    const each = <V>(read: (series: ServerSeries) => V) =>
      [...this.servers].map(([id, one]) => [[id], read(one)] as const);
    const eachOf = (read: (series: ServerSeries) => Iterable<readonly [string, number]>) =>
      [...this.servers].flatMap(([id, one]) => [...read(one)].map(([label, value]) => [[id, label], value] as const));
    page.numbers(
      "mcp_hub_questions_total",
      eachOf(({ questions }) => questions).map(([[id = "", key = ""], value]) => [[id, ...key.split(" ")], value]),
    );
    page.numbers(
      "mcp_hub_queue_waiting",
      each(({ waiting }) => waiting),
    );
    page.numbers(
      "mcp_hub_breaker_state",
      eachOf(({ breakers }) => [...breakers].map(([tool, state]) => [tool, breakerValues[state]] as const)),
    );
    page.numbers(
      "mcp_hub_breaker_opened_total",
      each(({ opened }) => opened),
    );
    page.numbers(
      "mcp_hub_connection_attempts_total",
      each(({ attempts }) => attempts),
    );
    page.numbers(
      "mcp_hub_connection_successes_total",
      each(({ successes }) => successes),
    );
    page.numbers(
      "mcp_hub_connection_failures_total",
      eachOf(({ failures }) => failures),
    );
    page.numbers(
      "mcp_hub_server_up",
      each(({ watch }) => (watch.isUp ? 1 : 0)),
    );
    page.numbers(
      "mcp_hub_server_up_seconds_total",
      each(({ watch }) => watch.upMs / 1000),
    );
    page.numbers(
      "mcp_hub_server_down_seconds_total",
      each(({ watch }) => watch.downMs / 1000),
    );
    page.histograms(
      "mcp_hub_recovery_seconds",
      each(({ recovery }) => recovery),
    );
    page.numbers(
      "mcp_hub_server_tools",
      each(({ tools }) => tools).flatMap(([id, tools]) => (tools === undefined ? [] : [[id, tools] as const])),
    );
    page.numbers(
      "mcp_hub_pin_changes_total",
      each(({ pinChanges }) => pinChanges),
    );
    page.numbers(
      "mcp_hub_server_refusals_total",
      eachOf(({ refusals }) => refusals),
    );
  }

  private writeProcess(page: Exposition): void {
    const { process, now, sessions, failedSignIns } = this.ports;
    const { startedAt, cpuSeconds, memoryBytes, memoryLimitBytes } = process();
    if (failedSignIns) page.numbers("mcp_hub_failed_sign_ins_total", [[[], failedSignIns()]]);
    if (sessions) page.numbers("mcp_hub_sessions", [[[], sessions()]]);
    page.numbers("mcp_hub_uptime_seconds", [[[], Math.max(0, now() - startedAt) / 1000]]);
    page.numbers("process_start_time_seconds", [[[], startedAt / 1000]]);
    page.numbers("process_cpu_seconds_total", [[[], cpuSeconds]]);
    page.numbers("process_resident_memory_bytes", [[[], memoryBytes]]);
    page.numbers("mcp_hub_memory_limit_bytes", [[[], memoryLimitBytes]]);
  }
}

const breakerValues: Readonly<Record<BreakerKind, number>> = { closed: 0, "half-open": 1, open: 2 };

type ServerEvent = Extract<
  Stamped,
  {
    type:
      | "server.state"
      | "server.catalog"
      | "server.refused"
      | "breaker.changed"
      | "queue.changed"
      | "question.answered"
      | "pin.changed";
  }
>;

function noted(server: ServerSeries, event: ServerEvent): void {
  switch (event.type) {
    case "server.state":
      for (const fact of server.watch.change(event.state, event.at)) {
        if (fact.kind === "attempt") server.attempts++;
        else if (fact.kind === "success") server.successes++;
        else if (fact.kind === "failure") count(server.failures, fact.code);
        else if (fact.kind === "recovery") server.recovery.add(fact.ms / 1000);
      }
      return;
    case "server.catalog":
      server.tools = event.counts.tools;
      return;
    case "server.refused":
      count(server.refusals, String(event.status));
      return;
    case "breaker.changed": {
      const tool = event.tool ?? "";
      if (event.state === "open") server.opened++;
      if (server.breakers.has(tool) || server.breakers.size < breakerLimit) server.breakers.set(tool, event.state);
      return;
    }
    case "queue.changed":
      server.waiting = event.waiting;
      return;
    case "question.answered":
      count(server.questions, `${event.kind} ${event.answer}`);
      return;
    case "pin.changed":
      server.pinChanges++;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const serverSeries = (): ServerSeries => ({
  watch: new ConnectionWatch(),
  recovery: new Distribution(slowBounds),
  failures: new Map(),
  refusals: new Map(),
  breakers: new Map([["", "closed"]]),
  questions: new Map(),
  attempts: 0,
  successes: 0,
  opened: 0,
  pinChanges: 0,
  waiting: 0,
  tools: undefined,
});
