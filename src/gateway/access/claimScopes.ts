import { type Profiles, profileNamed } from "../../core/config/schema/options/profiles";
import type { Scope } from "../../protocol/scope";

/** How many words of a token are looked at. */
const wordLimit = 500;

/**
 * What a signed token allows, by the words of its claims `scope` (a text with spaces, RFC 8693), `scp` and `roles` (a text or a list):
 *
 * - `server:NAME`: this server with all it has; several of them add up. `*` stands for any text, as in every scope.
 * - `tool:SERVER/TOOL`: this tool; it adds up with the others, and a server that only such words name offers no other tool.
 * - `read-only`: of all that, only tools that are known to change nothing.
 * - `profile:NAME`: only what this profile has; with several of them, only what all have.
 *
 * Other words mean nothing here. `"nothing"`: there is no word that means anything, so nothing is allowed. `gone`: a profile of this name
 * is not there, which must not widen what the token allows.
 */
export function claimScopes(
  claims: Readonly<Record<string, unknown>>,
  profiles: Profiles,
): readonly Scope[] | "nothing" | { readonly gone: string } {
  const words = [...new Set([claims.scope, claims.scp, claims.roles].flatMap(wordsOf))].slice(0, wordLimit);
  const after = (prefix: string) =>
    words
      .filter((word) => word.startsWith(prefix) && word.length > prefix.length)
      .map((word) => word.slice(prefix.length));
  const servers = after("server:");
  const tools = after("tool:").filter((name) => name.lastIndexOf("/") > 0);
  const named = after("profile:");
  const isReadOnly = words.includes("read-only");
  if (servers.length + tools.length + named.length === 0 && !isReadOnly) return "nothing";
  const scopes: Scope[] = [];
  for (const name of named) {
    const scope = profileNamed(profiles, name);
    if (!scope) return { gone: name };
    scopes.push(scope);
  }
  if (servers.length + tools.length > 0 || isReadOnly) scopes.push(ownScope(servers, tools, isReadOnly));
  return scopes;
}

function ownScope(servers: readonly string[], tools: readonly string[], readOnly: boolean): Scope {
  const ofTools = tools.map((name) => name.slice(0, name.lastIndexOf("/")));
  return {
    ...(servers.length + tools.length > 0 && { servers: [...new Set([...servers, ...ofTools])] }),
    ...(tools.length > 0 && { tools: [...servers.map((server) => `${server}/*`), ...tools] }),
    ...(readOnly && { readOnly }),
  };
}

function wordsOf(claim: unknown): readonly string[] {
  if (typeof claim === "string") return claim.split(" ");
  return Array.isArray(claim) ? claim.filter((word) => typeof word === "string") : [];
}
