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
    if (tools && !tools.some(isNamed)) return false;
    return !readOnly || isRead();
  });
