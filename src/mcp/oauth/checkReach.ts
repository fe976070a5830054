import { lookup as systemLookup } from "node:dns/promises";
import { isPrivateHost, reachProblem } from "../../core/auth/urlChecks";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { signInFailed } from "./signInError";

export interface Reach {
  readonly server: string;
  /** The server that names the addresses. */
  readonly serverUrl: URL;
  /** Whether a public server may name a private address. */
  readonly allowPrivate?: boolean | undefined;
  /** The addresses of a name, none where it is unknown; the system's resolver unless given. */
  readonly resolve?: ((hostname: string) => Promise<readonly string[]>) | undefined;
}

/**
 * Rejects where an address must not be contacted, or opened in the browser: `needs-auth`, or `transport` where its name is unknown. The
 * result is what the name was resolved to and checked as: the connection must go there, because a name may resolve to something
 * else a moment later. `undefined` where any address may be contacted, or none is known here.
 */
export async function checkReach(reach: Reach, url: URL): Promise<readonly string[] | undefined> {
  const { server, serverUrl, resolve = resolveName } = reach;
  checkReachOfName(reach, url);
  if (isTrusted(reach, url)) return undefined;
  const resolved = await resolve(url.hostname);
  refuse(server, url, reachProblem(serverUrl, url, resolved));
  if (resolved.length > 0) return resolved;
  // Where this machine resolves no public name, a proxy does, and no address is known here. Where it resolves the server's name, an
  // unknown name may resolve to a private address a moment later.
  const own = await resolve(serverUrl.hostname);
  if (own.every(isPrivateHost)) return undefined;
  throw new HubError(
    "transport",
    message(
      "signIn.nameNotFound",
      'The sign-in service of "{server}" cannot be reached: the name {hostname} was not found. Check the network, then try again.',
      { server, hostname: url.hostname },
    ),
    { sent: "no" },
  );
}

/** The same check by the name or the address alone, without resolving it. */
export function checkReachOfName(reach: Reach, url: URL): void {
  if (!isTrusted(reach, url)) refuse(reach.server, url, reachProblem(reach.serverUrl, url));
}

/** An address of the server's own origin is reached like the server, and needs no further trust. */
const isTrusted = ({ serverUrl, allowPrivate }: Reach, url: URL): boolean =>
  url.origin === serverUrl.origin || allowPrivate === true || isPrivateHost(serverUrl.hostname);

function refuse(server: string, url: URL, problem: string | undefined): void {
  if (problem === undefined) return;
  throw signInFailed(
    server,
    message(
      "signIn.addressRefused",
      '{problem}, {host}. If that is intended, set "allowPrivateAddresses" in its "auth"',
      { problem, host: url.host },
    ),
  );
}

/** Why a name is unknown does not matter here: the request to it will report that. */
async function resolveName(hostname: string): Promise<readonly string[]> {
  try {
    return (await systemLookup(hostname.replace(/^\[|\]$/g, ""), { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
