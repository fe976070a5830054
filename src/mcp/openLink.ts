import type { Implementation } from "@modelcontextprotocol/client";
import type { Authorization } from "../core/auth/authorization";
import type { HttpPlan, StdioPlan } from "../core/config/plan/launchPlan";
import type { Link, LinkEvents, OpenLink } from "../core/connection/link";
import { RememberedEras } from "../core/connection/rememberedEras";
import { type Clock, systemClock } from "../core/kernel/clock";
import { abortError, HubError } from "../core/kernel/hubError";
import type { StateStore } from "../core/kernel/ports";
import type { ClientFeatures } from "../core/questions/clientFeatures";
import { noClientFeatures } from "../core/questions/noClientFeatures";
import { Network } from "./http/client/network";
import { shownAddress } from "./http/client/shownAddress";
import { isOlderServer } from "./http/httpRefusal";
import { type HttpWatcher, httpTransport } from "./http/httpTransport";
import { connect, type Speaker } from "./link/connect";
import { LinkListener } from "./link/linkListener";
import { Traffic, type TrafficPort } from "./link/traffic";
import { OrphanGuard } from "./processes/orphanGuard";
import { type ProcessSystem, processSystem } from "./processes/processTree";
import type { Negotiation } from "./revisions/negotiation";
import { openInEra } from "./revisions/openInEra";
import { SocketTransport } from "./socket/socketTransport";
import { WebSocketTransport } from "./socket/webSocketTransport";
import type { Environment } from "./stdio/serverEnv";
import { StdioTransport } from "./stdio/stdioTransport";
import { secretMask } from "./wire/secretMask";

export interface OpenLinkPorts {
  /** Who the servers are told that they speak with. */
  readonly clientInfo: Implementation;
  /** The environment that servers start with, before their own entries (`loginShellEnv`). */
  readonly shellEnv: () => Promise<Environment>;
  /** Hears of what should not happen and stops nothing, e.g. a process that cannot be ended. */
  readonly report: (error: unknown) => void;
  /** Answers what servers ask back; they are told what it can answer. Nobody unless given. */
  readonly clientFeatures?: ClientFeatures;
  readonly clock?: Clock;
  readonly system?: ProcessSystem;
  /** The largest message that a server may send, in bytes. */
  readonly messageLimit?: number;
  /** The way to servers at an address; without the person's settings unless given. */
  readonly network?: Network;
  /** How the requests to a server reached over HTTP are authorized; without it they carry only what its entry says. */
  readonly authorize?: (plan: HttpPlan) => Authorization;
  /** Where running servers are written down, so that `reapOrphans` finds those that outlive a killed hub. */
  readonly ledgerFolder?: string;
  /** Takes the messages of all links, as they go over the wire, while somebody looks at them. */
  readonly traffic?: TrafficPort;
  /** What was learned of the servers' eras; without it, that is kept for as long as this `OpenLink` lives. */
  readonly eras?: RememberedEras;
  /** How long a server of which nothing is known may take to say which era it speaks, in milliseconds; 5 seconds unless given. */
  readonly probeMs?: number;
}

/** How one line is opened: the rest of what every transport needs. */
interface Opening {
  readonly ports: OpenLinkPorts;
  readonly events: LinkEvents;
  readonly signal: AbortSignal;
  readonly negotiation: Negotiation;
  readonly found: (revisions: readonly string[]) => void;
}

/**
 * The real `OpenLink`: a process with the stdio transport, or an address with Streamable HTTP, HTTP+SSE, WebSocket, or a message a line
 * over a socket.
 */
export function openLink(ports: OpenLinkPorts): OpenLink {
  const guard = new OrphanGuard(ports.ledgerFolder, ports.report);
  const clock = ports.clock ?? systemClock;
  const system = ports.system ?? processSystem(ports.report); // one for all: who asks at the same time shares the answer
  const eras = ports.eras ?? new RememberedEras(noStore, clock.now, ports.report);
  return async (plan, events, signal) => {
    const say = (text: string) => events.log("info", "server", text);
    const inEra = (open: (opening: Opening) => Promise<Link>) =>
      openInEra(
        plan,
        eras,
        (negotiation, found) => open({ ports, events, signal, negotiation, found }),
        say,
        ports.probeMs,
      );
    if (plan.kind === "stdio") return inEra((opening) => openStdio({ guard, system }, plan, opening));
    const overSse = () => openOver({ ...plan, kind: "sse" }, { ports, events, signal, negotiation, found: () => {} });
    const negotiation = { mode: "legacy" } as const;
    if (plan.kind === "sse") return overSse();
    if (plan.kind !== "http") return inEra((opening) => openSocket(plan, opening));
    try {
      return await inEra((opening) => openOver(plan, opening));
    } catch (error) {
      if (signal.aborted || !isOlderServer(error)) throw error;
      return await overSse().catch((second: unknown) => {
        throw signal.aborted ? second : error; // the first refusal is the one to act on
      });
    }
  };
}

const noStore: StateStore = { get: () => undefined, set: async () => undefined };

async function openStdio(
  processes: { readonly guard: OrphanGuard; readonly system: ProcessSystem },
  plan: StdioPlan,
  opening: Opening,
): Promise<Link> {
  const { ports, events, signal, negotiation, found } = opening;
  const { server } = plan;
  const shell = await ports.shellEnv();
  if (signal.aborted) throw abortError(signal, `Connecting to "${server}"`);
  const ears = new LinkListener(events, secretMask(plan.secrets));
  const transport = new StdioTransport(plan, shell, {
    ...processes,
    clock: ports.clock ?? systemClock,
    report: ports.report,
    log: (level, text) => ears.said.log(level, "stderr", text),
    mask: ears.mask.text,
    messageLimit: ports.messageLimit,
  });
  const line = {
    server,
    kind: "stdio",
    transport,
    negotiation,
    found,
    traffic: trafficOf(ports, server, ears),
    pid: () => transport.pid,
    goneBecause: () => transport.goneBecause,
  } as const;
  return connect(line, speakerOf(ports), ears, signal);
}

/** One lasting connection: a WebSocket, or a message a line. */
function openSocket(plan: HttpPlan, { ports, events, signal, negotiation, found }: Opening): Promise<Link> {
  const { server, kind, url } = plan;
  const ears = new LinkListener(events, secretMask(plan.secrets));
  const socketPorts = { server, mask: ears.mask.text, messageLimit: ports.messageLimit };
  const transport =
    kind === "websocket"
      ? new WebSocketTransport(plan, socketPorts, networkOf(ports))
      : new SocketTransport(url, socketPorts);
  const traffic = trafficOf(ports, server, ears);
  const line = { server, kind, transport, negotiation, found, traffic, goneBecause: () => transport.goneBecause };
  return connect(line, speakerOf(ports), ears, signal);
}

async function openOver(plan: HttpPlan, { ports, events, signal, negotiation, found }: Opening): Promise<Link> {
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
  const ears = new LinkListener(events, secretMask(plan.secrets, authorization && (() => authorization.secrets())));
  const last: { failure?: HubError } = {};
  const watcher: HttpWatcher = {
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
  const transport = httpTransport(plan, watcher, ports.clock ?? systemClock, networkOf(ports), authorization);
  const line = {
    server,
    kind,
    transport,
    negotiation,
    found,
    traffic: trafficOf(ports, server, ears),
    address: shownAddress(url),
    goneBecause: () => last.failure,
  } as const;
  return connect(line, speakerOf(ports), ears, signal);
}

const trafficOf = ({ traffic, report }: OpenLinkPorts, server: string, { mask }: LinkListener): Traffic | undefined =>
  traffic && new Traffic(server, traffic, mask, report);

const networkOf = ({ network = new Network() }: OpenLinkPorts): Network => network;

const speakerOf = ({ clientInfo, clientFeatures = noClientFeatures, clock = systemClock }: OpenLinkPorts): Speaker => ({
  clientInfo,
  clientFeatures,
  clock,
});

/** Asked beforehand, because what `fetch` says of a bad header quotes its value, which may be a secret. */
function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}
