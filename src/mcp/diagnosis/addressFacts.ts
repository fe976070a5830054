import { networkInterfaces } from "node:os";
import { isLoopbackHost } from "../../core/auth/urlChecks";
import type { HttpPlan } from "../../core/config/plan/launchPlan";
import type { AddressFacts, Failure, HttpAnswer } from "../../core/diagnosis/evidence";
import { displayedAddress } from "../http/client/displayedAddress";
import type { Network } from "../http/client/network";
import { httpProbe, usualAddresses } from "./httpProbe";
import { offeredCertificate, speaksPlainHttp, speaksTls } from "./tlsProbe";

export interface AddressProbePorts {
  readonly network: Network;
  /** Whether this machine has an address in any network; for tests. */
  readonly hasNetwork?: () => boolean;
}

/** Statuses that say that the path is wrong. */
const wrongPath = new Set([404, 405, 406, 410]);

/**
 * What is at the address of a plan: how it answers, whether a proxy leads there, and what of the same host would answer. Contacts nothing but
 * that host, directly or through its proxy.
 */
export async function addressFacts(
  plan: HttpPlan,
  failure: Failure,
  { network, hasNetwork = hasNetworkHere }: AddressProbePorts,
  signal: AbortSignal,
): Promise<AddressFacts> {
  const facts = { hasNetwork: hasNetwork() };
  if (plan.kind === "socket" || !URL.canParse(plan.url)) return facts;
  const url = new URL(plan.url);
  const proxy = network.proxyOf(url);
  const known = { ...facts, ...(proxy && { proxy: displayedAddress(proxy).replace(/\/$/, "") }) };
  const { system = "" } = failure;
  if (/^(?:ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH)$/.test(system) && isLoopbackHost(url.hostname))
    return { ...known, ...(await otherLoopback(plan, url, network, signal)) };
  if (proxy) return known; // what is behind it is not looked at past it
  if (/CERT|SIGNATURE|SELF_SIGNED/.test(system)) {
    const certificate = await offeredCertificate(url, signal);
    return { ...known, ...(certificate && { certificate }) };
  }
  const isSecure = url.protocol === "https:" || url.protocol === "wss:";
  if (isSecure && /SSL|TLS|^EPROTO$/.test(system)) return { ...known, otherScheme: await speaksPlainHttp(url, signal) };
  const mayBeTls = /^(?:HPE_|ECONNRESET|EPIPE|UND_ERR_SOCKET)/.test(system) || failure.status === 400;
  if (!isSecure && mayBeTls && (await speaksTls(url, signal))) return { ...known, otherScheme: true };
  if (system !== "" || plan.kind === "websocket") return known;
  const answer = await httpProbe(plan, url, network, signal, plan.kind === "sse" ? "stream" : "post");
  const found = isWrongPath(failure, answer) && !answer?.isMcp ? await otherPath(plan, url, network, signal) : {};
  return { ...known, ...(answer && { answer }), ...found };
}

const isWrongPath = ({ status, contentType = "" }: Failure, answer: HttpAnswer | undefined): boolean =>
  wrongPath.has(status ?? answer?.status ?? 0) || /html/i.test(contentType || (answer?.contentType ?? ""));

async function otherPath(
  plan: HttpPlan,
  from: URL,
  network: Network,
  signal: AbortSignal,
): Promise<Pick<AddressFacts, "better">> {
  for (const { url, asked } of usualAddresses(from)) {
    const answer = await httpProbe(plan, url, network, signal, asked);
    if (answer?.isMcp) return { better: displayedAddress(url) };
  }
  return {};
}

/** The addresses of this machine that its name may stand for. */
const loopback = ["127.0.0.1", "[::1]"];

async function otherLoopback(
  plan: HttpPlan,
  from: URL,
  network: Network,
  signal: AbortSignal,
): Promise<Pick<AddressFacts, "better">> {
  for (const host of loopback.filter((one) => one !== from.hostname)) {
    const url = new URL(from);
    url.hostname = host;
    const answer = await httpProbe(plan, url, network, signal);
    if (answer?.isMcp) return { better: displayedAddress(url) };
  }
  return {};
}

const hasNetworkHere = (): boolean =>
  Object.values(networkInterfaces()).some((list = []) => list.some(({ internal }) => !internal));
