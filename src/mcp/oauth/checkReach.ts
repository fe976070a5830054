import { lookup as systemLookup } from "node:dns/promises";
import { isPrivateHost, reachProblem } from "../../core/auth/urlChecks";
import { HubError } from "../../core/kernel/hubError";
import { signInFailed } from "./signInError";

export interface Reach {
  readonly server: string;
  /** Who names the addresses. */
  readonly serverUrl: URL;
  /** Whether a public server may send to a private address. */
  readonly allowPrivate?: boolean | undefined;
  /** The addresses that a name stands for, none where it is not known; the system's resolver unless given. */
  readonly resolve?: ((hostname: string) => Promise<readonly string[]>) | undefined;
}

/** Rejects where an address must not be contacted, or opened in the browser: `needs-auth`, or `transport` where its name is not known. */
export async function checkReach(reach: Reach, url: URL): Promise<void> {
  const { server, serverUrl, resolve = resolveName } = reach;
  checkReachOfName(reach, url);
  if (isTrusted(reach, url)) return;
  const resolved = await resolve(url.hostname);
  refuse(server, url, reachProblem(serverUrl, url, resolved));
  if (resolved.length > 0) return;
  // Where this machine resolves no public name, a proxy does that, and nothing is known of any. Where it resolves the server's, a name
  // that is not known may stand for a private address a moment later.
  const own = await resolve(serverUrl.hostname);
  if (own.every(isPrivateHost)) return;
  throw new HubError(
    "transport",
    `The sign-in service of "${server}" cannot be reached: the name ${url.hostname} was not found. Check the network, then try again.`,
    { sent: "no" },
  );
}

/** The same by the name or the address alone, as it is written. */
export function checkReachOfName(reach: Reach, url: URL): void {
  if (!isTrusted(reach, url)) refuse(reach.server, url, reachProblem(reach.serverUrl, url));
}

/** What lies at the server's own address is reached as the server is, and needs no further trust. */
const isTrusted = ({ serverUrl, allowPrivate }: Reach, url: URL): boolean =>
  url.origin === serverUrl.origin || allowPrivate === true || isPrivateHost(serverUrl.hostname);

function refuse(server: string, url: URL, problem: string | undefined): void {
  if (problem === undefined) return;
  throw signInFailed(server, `${problem}, ${url.host}. If that is right, set "allowPrivateAddresses" in its "auth"`);
}

/** Why a name is not known does not matter here: whoever is sent there hears of it. */
async function resolveName(hostname: string): Promise<readonly string[]> {
  try {
    return (await systemLookup(hostname.replace(/^\[|\]$/g, ""), { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
