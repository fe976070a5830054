import type { BreakerKind, ServerId, Stamped } from "../../../protocol/hubEvent";
import { ConnectionWatch } from "./connectionWatch";
import { Distribution, slowBounds } from "./distribution";
import type { Exposition } from "./exposition";

interface Series {
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
  /** Calls a minute, where it is held back. */
  heldBackTo: number | undefined;
  tools: number | undefined;
}

/** How many breakers of tools one server may show. */
const breakerLimit = 200;

/** Follows each server: its connection, breakers, queue, tools, and what it was refused. */
export class ServerSeries {
  private readonly servers = new Map<ServerId, Series>();

  added(server: ServerId): void {
    if (!this.servers.has(server)) this.servers.set(server, newSeries());
  }

  removed(server: ServerId): void {
    this.servers.delete(server);
  }

  add(event: ServerEvent): void {
    const server = this.servers.get(event.server);
    if (server) noted(server, event);
  }

  /** `now`: milliseconds since the epoch. */
  write(page: Exposition, now: number): void {
    for (const { watch } of this.servers.values()) watch.settle(now);
    const each = <V>(read: (series: Series) => V) => [...this.servers].map(([id, one]) => [[id], read(one)] as const);
    const eachOf = (read: (series: Series) => Iterable<readonly [string, number]>) =>
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
      "mcp_hub_held_back_calls_per_minute",
      each(({ heldBackTo }) => heldBackTo).flatMap(([id, rate]) => (rate === undefined ? [] : [[id, rate] as const])),
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
}

const breakerValues: Readonly<Record<BreakerKind, number>> = { closed: 0, "half-open": 1, open: 2 };

export type ServerEvent = Extract<
  Stamped,
  {
    type:
      | "server.state"
      | "server.catalog"
      | "server.refused"
      | "breaker.changed"
      | "queue.changed"
      | "rate.changed"
      | "question.answered"
      | "pin.changed";
  }
>;

function noted(server: Series, event: ServerEvent): void {
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
    case "rate.changed":
      server.heldBackTo = event.perMinute;
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

const newSeries = (): Series => ({
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
  heldBackTo: undefined,
  tools: undefined,
});
