/**
 * Checks the addresses that the hub fetches or opens because metadata names them. The operator of the server writes the metadata, so it
 * must not lead to a program, into the person's network, or over an unencrypted connection (RFC 9700; RFC 8414, section 6).
 */
import { message } from "../../protocol/message";
import { isPrivateAddress } from "./privateAddress";

/** Longer addresses are not checked but refused, in characters. */
const maxLength = 4096;

/** Characters with a meaning for a shell, or for a program that gets the address as an argument. An endpoint does not need them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern excludes control characters
const shellCharacters = /[\u0000-\u0020\u007f"'`<>\\^{}|;$()]/;

/** Why an endpoint that metadata names cannot be used, as the end of a sentence; `undefined` for a valid one. */
export function endpointProblem(address: string): string | undefined {
  if (address.length > maxLength) return message("auth.endpointLength", "is too long for an address");
  if (shellCharacters.test(address))
    return message("auth.endpointCharacters", "contains characters that do not belong in an address");
  if (!URL.canParse(address)) return message("auth.endpointInvalid", "is not an address");
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return message("auth.endpointScheme", 'begins with "{scheme}" instead of https:', { scheme: url.protocol });
  if (url.username || url.password) return message("auth.endpointCredentials", "contains a user name or a password");
  if (url.hash) return message("auth.endpointFragment", "contains a fragment");
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname))
    return message("auth.endpointPlain", "is not encrypted (http instead of https)");
  return undefined;
}

/**
 * Why an address that a server's metadata leads to must not be contacted: a public server has no reason to refer to a private network.
 * `resolved`: the addresses that the host name resolves to, if they are known.
 */
export function reachProblem(server: URL, to: URL, resolved: readonly string[] = []): string | undefined {
  if (to.protocol !== "https:" && to.protocol !== "http:")
    return message("auth.reachScheme", 'it begins with "{scheme}"', { scheme: to.protocol });
  if (isPrivateHost(server.hostname)) return undefined;
  if (isPrivateHost(to.hostname)) return message("auth.reachPrivate", "a public server refers to a private address");
  if (resolved.some(isPrivateHost))
    return message("auth.reachResolved", "a public server refers to a name that resolves to a private address");
  return undefined;
}

/** Whether a host is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  const host = bare(hostname);
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether a host is this machine, belongs to a private network, or is an address that no public machine has (`privateAddress`). */
export function isPrivateHost(hostname: string): boolean {
  const host = bare(hostname);
  if (isLoopbackHost(host)) return true;
  return (
    isPrivateAddress(host) ??
    (!host.includes(".") || /\.(local|internal|intranet|lan|home|corp|home\.arpa)$/.test(host))
  );
}

/** A host without the brackets of an IPv6 address and without a final dot. */
const bare = (hostname: string): string => hostname.toLowerCase().replace(/^\[|\]$|\.$/g, "");
