import type { Implementation } from "@modelcontextprotocol/client";
import type { Authorization } from "../core/auth/authorization";
import { type Clock, systemClock } from "../core/clock";
import type { HttpPlan, StdioPlan } from "../core/config/launchPlan";
import type { Link, LinkEvents, OpenLink } from "../core/connection/link";
import { abortError, HubError } from "../core/hubError";
import { httpTransport } from "./http/httpTransport";
import { isOlderServer } from "./http/isOlderServer";
import { shownAddress } from "./http/shownAddress";
import type { FetchWatcher } from "./http/watchedFetch";
import { connect } from "./link/connect";
import { Ears } from "./link/ears";
import { secretMask } from "./link/secretMask";
import { OrphanGuard } from "./stdio/orphanGuard";
import { type ProcessSystem, processSystem } from "./stdio/processTree";
import type { Environment } from "./stdio/serverEnv";
import { StdioTransport } from "./stdio/stdioTransport";

export interface OpenLinkPorts {
  /** Who the servers are told that they speak with. */
  readonly clientInfo: Implementation;
  /** The environment that servers start with, before their own entries (`loginShellEnv`). */
  readonly shellEnv: () => Promise<Environment>;
  /** Hears of what should not happen and stops nothing, e.g. a process that cannot be ended. */
  readonly report: (error: unknown) => void;
  readonly clock?: Clock;
  readonly system?: ProcessSystem;
  /** The largest message that a server may send, in bytes. */
  readonly messageLimit?: number;
  /** How the requests to a server reached over HTTP are authorized; without it they carry only what its entry says. */
  readonly authorize?: (plan: HttpPlan) => Authorization;
  /** Where running servers are written down, so that `reapOrphans` finds those that outlive a killed hub. */
  readonly ledgerFolder?: string;
}

/** The real `OpenLink`: a process with the stdio transport, or an address with Streamable HTTP or HTTP+SSE. */
export function openLink(ports: OpenLinkPorts): OpenLink {
  const guard = new OrphanGuard(ports.ledgerFolder, ports.report);
  return (plan, events, signal) =>
    plan.kind === "stdio" ? openStdio(ports, guard, plan, events, signal) : openHttp(ports, plan, events, signal);
}

async function openStdio(
  ports: OpenLinkPorts,
  guard: OrphanGuard,
  plan: StdioPlan,
  events: LinkEvents,
  signal: AbortSignal,
): Promise<Link> {
  const { server } = plan;
  const shell = await ports.shellEnv();
  if (signal.aborted) throw abortError(signal, `Connecting to "${server}"`);
  const ears = new Ears(events, secretMask(plan.secrets));
  const transport = new StdioTransport(plan, shell, {
    system: ports.system ?? processSystem(ports.report),
    clock: ports.clock ?? systemClock,
    report: ports.report,
    guard,
    log: (level, text) => ears.said.log(level, "stderr", text),
    mask: ears.mask.text,
    messageLimit: ports.messageLimit,
  });
  // Asking a stdio server for its era costs a process, and its whole patience where it is silent: not yet.
  const line = {
    server,
    kind: "stdio",
    transport,
    negotiation: "legacy",
    pid: () => transport.pid,
    goneBecause: () => transport.goneBecause,
  } as const;
  return connect(line, ports.clientInfo, ears, signal);
}

async function openHttp(ports: OpenLinkPorts, plan: HttpPlan, events: LinkEvents, signal: AbortSignal): Promise<Link> {
  try {
    return await openOver(ports, plan, events, signal);
  } catch (error) {
    if (plan.kind === "sse" || signal.aborted || !isOlderServer(error)) throw error;
    return await openOver(ports, { ...plan, kind: "sse" }, events, signal).catch((second: unknown) => {
      throw signal.aborted ? second : error; // the first refusal is the one to act on
    });
  }
}

async function openOver(ports: OpenLinkPorts, plan: HttpPlan, events: LinkEvents, signal: AbortSignal): Promise<Link> {
  const { server, kind } = plan;
  const url = URL.canParse(plan.url) ? new URL(plan.url) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new HubError(
      "bad-config",
      `"${server}" has no usable address. Write an http or https address into "url" in the settings.`,
    );
  const header = Object.entries(plan.headers).find(([name, value]) => !isHeader(name, value));
  if (header)
    throw new HubError(
      "bad-config",
      `"${server}" has a header that cannot be sent: "${header[0]}". Correct "headers" in the settings.`,
    );

  const authorization = ports.authorize?.(plan);
  const ears = new Ears(events, secretMask(plan.secrets, authorization && (() => authorization.secrets())));
  const last: { failure?: HubError } = {};
  const watcher: FetchWatcher = {
    failed(error: HubError, absent: boolean) {
      last.failure = error;
      if (absent) ears.lost(error);
    },
    flooded(error) {
      last.failure = error;
      transport.onclose?.(); // whoever waits for an answer hears of it now
    },
    messageLimit: ports.messageLimit,
  };
  const transport = httpTransport(plan, watcher, ports.clock ?? systemClock, authorization);
  const line = {
    server,
    kind,
    transport,
    negotiation: kind === "http" ? "auto" : "legacy",
    address: shownAddress(url),
    goneBecause: () => last.failure,
  } as const;
  return connect(line, ports.clientInfo, ears, signal);
}

/** Asked beforehand, because what `fetch` says of a bad header quotes its value, which may be a secret. */
function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}
