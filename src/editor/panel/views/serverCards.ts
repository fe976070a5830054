import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { launchFacts } from "../../../core/consent/launchFacts";
import type { ServerFigures } from "../../../core/hub/metrics";
import { safeText } from "../../../core/kernel/redact";
import type { ServerPast } from "../../../core/operations/recent/serverPasts";
import { sandboxOf } from "../../../core/presentation/sandboxText";
import type { ServerId } from "../../../protocol/hubEvent";
import type { ServerView } from "../../../protocol/hubView";
import { message } from "../../../protocol/message";
import type { CallTotals, ServerCard } from "../../../protocol/panel/serverCard";

/** The most of a text of the settings that is shown, in characters. */
const factLimit = 10_000;

/** The memory of processes and of what they started, in bytes by pid; one that is not known is missing. */
export type MemoryOf = (pids: readonly number[]) => Promise<ReadonlyMap<number, number>>;

export interface ServerCardPorts {
  /** Those of the view, in its order. */
  readonly servers: () => readonly ServerView[];
  /** `undefined` once the server is gone. */
  readonly definition: (server: ServerId) => ServerDefinition | undefined;
  readonly figures: (server: ServerId) => ServerFigures | undefined;
  readonly past: (server: ServerId) => ServerPast | undefined;
  readonly memoryOf: MemoryOf;
  /** Hears why memory could not be read: the cards do without it. */
  readonly report: (error: unknown) => void;
}

/** What the host knows of each server beside its view. */
export async function serverCards(ports: ServerCardPorts): Promise<readonly ServerCard[]> {
  const servers = ports.servers();
  const pids = servers.flatMap(({ state }) => (state.kind === "ready" ? (state.info.pid ?? []) : []));
  const memory = await ports.memoryOf(pids).catch((error: unknown) => {
    ports.report(error);
    return new Map<number, number>();
  });
  return servers.map((server) => cardOf(server, ports, memory));
}

const noCalls: CallTotals = {
  outcomes: { ok: 0, "tool-error": 0, failed: 0, cancelled: 0, denied: 0 },
  errors: {},
  retries: 0,
  ms: { p50: 0, p95: 0, p99: 0 },
};

function cardOf({ id, state }: ServerView, ports: ServerCardPorts, memory: ReadonlyMap<number, number>): ServerCard {
  const definition = ports.definition(id);
  const past = ports.past(id);
  const figures = ports.figures(id);
  const pid = state.kind === "ready" ? state.info.pid : undefined;
  const memoryBytes = pid === undefined ? undefined : memory.get(pid);
  return {
    server: id,
    ...(past && { since: past.since }),
    facts: definition ? factsOf(definition) : [],
    said: past?.said ?? [],
    checks: past?.checks ?? [],
    ...(memoryBytes !== undefined && { memoryBytes }),
    restarts: figures?.restarts ?? 0,
    calls: figures ? totalsOf(figures) : noCalls,
  };
}

function factsOf(definition: ServerDefinition): ServerCard["facts"] {
  const sandbox = sandboxOf(definition);
  return [
    ...launchFacts(definition).map(({ name, text }) => ({
      name: safeText(name, 200),
      text: safeText(text, factLimit),
    })),
    ...(sandbox === undefined ? [] : [{ name: message("panel.sandbox", "Limits"), text: sandbox }]),
  ];
}

const totalsOf = ({ outcomes, errors, retries, ms: { p50, p95, p99 } }: ServerFigures): CallTotals => ({
  outcomes,
  errors,
  retries,
  ms: { p50, p95, p99 },
});
