import type { ServerId } from "../../protocol/hubEvent";
import type { Scope } from "../../protocol/scope";
import { matchesName } from "../kernel/untrusted/matchesName";

/** Whether a server is within all scopes. */
export const mayUseServer = (scopes: readonly Scope[], server: ServerId): boolean =>
  scopes.every(({ servers }) => servers === undefined || servers.some((pattern) => matchesName(pattern, server)));

/**
 * Whether a tool is within all scopes. `isRead` says whether it is known to change nothing; it is asked only where a scope is read-only.
 */
export const mayUseTool = (scopes: readonly Scope[], server: ServerId, tool: string, isRead: () => boolean): boolean =>
  mayUseServer(scopes, server) &&
  scopes.every(({ tools, without, readOnly }) => {
    const name = `${server}/${tool}`;
    const isNamed = (pattern: string) => matchesName(pattern, name);
    if (without?.some(isNamed)) return false;
    if (tools && !tools.some((pattern) => lets(pattern, server, tool))) return false;
    return !readOnly || isRead();
  });

/**
 * Whether a pattern lets a tool pass. A server's name may have slashes, so each of the pattern's may be the one before the tool. The server
 * and the tool are compared apart: `a/*` is the tools of the server `a`, and not those of another one called `a/b`.
 */
function lets(pattern: string, server: ServerId, tool: string): boolean {
  if (!pattern.includes("/")) return matchesName(pattern, `${server}/${tool}`);
  for (let at = pattern.indexOf("/"); at >= 0; at = pattern.indexOf("/", at + 1))
    if (matchesName(pattern.slice(0, at), server) && matchesName(pattern.slice(at + 1), tool)) return true;
  return false;
}
