import type { Implementation } from "@modelcontextprotocol/client";
import type { Authorization } from "../core/auth/authorization";
import type { HttpPlan, LaunchPlan, StdioPlan } from "../core/config/plan/launchPlan";
import type { Link, LinkEvents, OpenLink } from "../core/connection/link";
import { RememberedEras } from "../core/connection/rememberedEras";
import { type Clock, systemClock } from "../core/kernel/clock";
import { abortError, HubError } from "../core/kernel/hubError";
import type { StateStore } from "../core/kernel/ports";
import type { ClientFeatures } from "../core/questions/clientFeatures";
import { noClientFeatures } from "../core/questions/noClientFeatures";
import { message } from "../protocol/message";
import { displayedAddress } from "./http/client/displayedAddress";
import { Network } from "./http/client/network";
import { isOlderServer } from "./http/httpRefusal";
import { type HttpWatcher, httpTransport } from "./http/httpTransport";
import { type ClientProfile, connect } from "./link/connect";
import { LinkListener } from "./link/linkListener";
import { Traffic, type TrafficPort } from "./link/traffic";
import { OrphanGuard } from "./processes/orphanGuard";
import { type ProcessSystem, processSystem } from "./processes/processTree";
import type { Negotiation } from "./revisions/negotiation";
import { type EraLimits, type OpeningWatch, openInEra } from "./revisions/openInEra";
import { askedForNobody } from "./serverRequests/askedFor";
import { SocketTransport } from "./socket/socketTransport";
import { WebSocketTransport } from "./socket/webSocketTransport";
import { inheritedEnv } from "./stdio/inheritedEnv";
import type { Environment } from "./stdio/serverEnv";
import { StdioTransport } from "./stdio/stdioTransport";
import { connecting } from "./wire/linkErrors";
import { secretMask } from "./wire/secretMask";

export interface OpenLinkPorts extends EraLimits {
  /** How the hub introduces itself to servers. */
  readonly clientInfo: Implementation;
  /** The environment that servers start with, before their own entries (`loginShellEnv`). */
  readonly shellEnv: () => Promise<Environment>;
  /** Names of the shell's variables that programs get beside those that they need (`mcpHub.inheritEnv`). */
  readonly inheritEnv?: readonly string[];
  /** Takes what should not happen and stops nothing, such as a process that cannot be ended. */
  readonly report: (error: unknown) => void;
  /** Answers the questions of servers; what it supports is declared to them. Nothing unless given. */
  readonly clientFeatures?: ClientFeatures;
  readonly clock?: Clock;
  readonly system?: ProcessSystem;
  /** The largest message that a server may send, in bytes. */
  readonly messageLimit?: number;
  /** How servers at an address are reached; without the person's settings unless given. */
  readonly network?: Network;
  /** How the requests to a server over HTTP are authorized; without it they carry only the headers of its entry. */
  readonly authorize?: (plan: HttpPlan) => Authorization;
  /** Hears of each request that a server over HTTP, or a WebSocket, refused for its credentials or its rights. */
  readonly refused?: (server: string, status: 401 | 403) => void;
  /** The folder of the ledger of running servers, in which `reapOrphans` finds those that outlive a killed hub. */
  readonly ledgerFolder?: string;
  /** Takes the messages of all links, as they go over the wire, while somebody looks at them. */
  readonly traffic?: TrafficPort;
  /** What was learned about the servers' eras; without it, that is kept for as long as this `OpenLink` lives. */
  readonly eras?: RememberedEras;
}

/** How one link is opened: the rest of what every transport needs. */
interface Opening {
  readonly ports: OpenLinkPorts;
  readonly events: LinkEvents;
  readonly signal: AbortSignal;
  readonly negotiation: Negotiation;
  readonly watch?: OpeningWatch;
}

/**
 * The real `OpenLink`: a process with the stdio transport, or an address with Streamable HTTP, HTTP+SSE, WebSocket, or one message per
 * line over a socket.
 */
export function openLink(own: OpenLinkPorts): OpenLink {
  const guard = new OrphanGuard(own.ledgerFolder, own.report);
  const clock = own.clock ?? systemClock;
  const system = own.system ?? processSystem(own.report); // one for all: simultaneous readers share one reading
  const eras = own.eras ?? new RememberedEras(noStore, clock.now, own.report);
  const open = async (plan: LaunchPlan, ports: OpenLinkPorts, events: LinkEvents, signal: AbortSignal) => {
    const log = (text: string) => events.log("info", "server", text);
    const inEra = (open: (opening: Opening) => Promise<Link>) =>
      openInEra(plan, eras, (negotiation, watch) => open({ ports, events, signal, negotiation, watch }), log, ports);
    if (plan.kind === "stdio") return inEra((opening) => openStdio({ guard, system }, plan, opening));
    const overSse = () => openOver({ ...plan, kind: "sse" }, { ports, events, signal, negotiation });
    const negotiation = { mode: "legacy" } as const;
    if (plan.kind === "sse") return overSse();
    if (plan.kind !== "http") return inEra((opening) => openSocket(plan, opening));
    try {
      return await inEra((opening) => openOver(plan, opening));
    } catch (error) {
      if (signal.aborted || !isOlderServer(error)) throw error;
      return await overSse().catch((second: unknown) => {
        throw signal.aborted ? second : error; // the first refusal is the one that the person can act on
      });
    }
  };
  return (plan, events, signal, owner) => {
    const { clientFeatures = noClientFeatures } = own;
    if (!owner) return askedForNobody(() => open(plan, own, events, signal));
    const { can, answers, onRootsChanged } = owner;
    const answering = { ...clientFeatures, can, owner: answers, onOwnerRootsChanged: onRootsChanged };
    const ports = withPorts(own, { clientFeatures: answering });
    return askedForNobody(() => open(plan, ports, events, signal));
  };
}

/** The same ports with others in their place: those that are read each time stay so. */
const withPorts = (ports: OpenLinkPorts, other: Partial<OpenLinkPorts>): OpenLinkPorts =>
  Object.create(ports, Object.getOwnPropertyDescriptors(other));

const noStore: StateStore = { get: () => undefined, set: async () => undefined };

async function openStdio(
  processes: { readonly guard: OrphanGuard; readonly system: ProcessSystem },
  plan: StdioPlan,
  opening: Opening,
): Promise<Link> {
  const { ports, events, signal, negotiation, watch } = opening;
  const { server } = plan;
  const shell = inheritedEnv(await ports.shellEnv(), plan.inheritEnv ?? ports.inheritEnv);
  if (signal.aborted) throw abortError(signal, connecting(server));
  const listener = new LinkListener(events, secretMask(plan.secrets));
  const transport = new StdioTransport(plan, shell, {
    ...processes,
    clock: ports.clock ?? systemClock,
    report: ports.report,
    log: (level, text, from) => listener.events.log(level, from ?? "stderr", text),
    mask: listener.mask.text,
    messageLimit: ports.messageLimit,
  });
  const request = {
    server,
    kind: "stdio",
    transport,
    negotiation,
    watch,
    protocol: plan.protocol,
    traffic: trafficOf(ports, server, listener),
    pid: () => transport.pid,
    closeReason: () => transport.closeReason,
  } as const;
  return connect(request, profileOf(ports), listener, signal);
}

/** One lasting connection: a WebSocket, or one message per line. */
function openSocket(plan: HttpPlan, { ports, events, signal, negotiation, watch }: Opening): Promise<Link> {
  const { server, kind, url } = plan;
  const listener = new LinkListener(events, secretMask(plan.secrets));
  const refused = (status: 401 | 403) => ports.refused?.(server, status);
  const socketPorts = { server, mask: listener.mask.text, messageLimit: ports.messageLimit, refused };
  const transport =
    kind === "websocket"
      ? new WebSocketTransport(plan, socketPorts, networkOf(ports))
      : new SocketTransport(url, socketPorts);
  const traffic = trafficOf(ports, server, listener);
  const request = {
    server,
    kind,
    transport,
    negotiation,
    watch,
    protocol: plan.protocol,
    traffic,
    closeReason: () => transport.closeReason,
  };
  return connect(request, profileOf(ports), listener, signal);
}

async function openOver(plan: HttpPlan, { ports, events, signal, negotiation, watch }: Opening): Promise<Link> {
  const { server, kind } = plan;
  const url = URL.canParse(plan.url) ? new URL(plan.url) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new HubError(
      "bad-config",
      message(
        "link.badAddress",
        '"{server}" has no usable address. Write an http or https address into "url" in the settings.',
        {
          server,
        },
      ),
    );
  const header = Object.entries(plan.headers).find(([name, value]) => !isHeader(name, value));
  if (header)
    throw new HubError(
      "bad-config",
      message(
        "link.badHeader",
        '"{server}" has a header that cannot be sent: "{header}". Correct "headers" in the settings.',
        {
          server,
          header: header[0],
        },
      ),
    );

  const authorization = ports.authorize?.(plan);
  const listener = new LinkListener(events, secretMask(plan.secrets, authorization && (() => authorization.secrets())));
  const state: { failure?: HubError } = {};
  const watcher: HttpWatcher = {
    failed(error: HubError, unreachable: boolean) {
      state.failure = error;
      if (unreachable) listener.lost(error);
    },
    onTooLarge(error) {
      state.failure = error;
      transport.onclose?.(); // requests that wait for an answer fail now
    },
    messageLimit: ports.messageLimit,
    ...(ports.refused && { refused: (status) => ports.refused?.(server, status) }),
  };
  const transport = httpTransport(plan, watcher, ports.clock ?? systemClock, networkOf(ports), authorization);
  const request = {
    server,
    kind,
    transport,
    negotiation,
    watch,
    protocol: plan.protocol,
    traffic: trafficOf(ports, server, listener),
    address: displayedAddress(plan.url),
    closeReason: () => state.failure,
  } as const;
  return connect(request, profileOf(ports), listener, signal);
}

const trafficOf = ({ traffic, report }: OpenLinkPorts, server: string, { mask }: LinkListener): Traffic | undefined =>
  traffic && new Traffic(server, traffic, mask, report);

const networkOf = ({ network = new Network() }: OpenLinkPorts): Network => network;

const profileOf = ({
  clientInfo,
  clientFeatures = noClientFeatures,
  clock = systemClock,
}: OpenLinkPorts): ClientProfile => ({
  clientInfo,
  clientFeatures,
  clock,
});

/** Checked in advance, because the error of `fetch` for a bad header quotes its value, which may be a secret. */
function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}
