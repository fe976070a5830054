import { modelName } from "../../../core/catalog/modelName";
import type { ServerId } from "../../../protocol/hubEvent";

/** A tool or a prompt of one server, by the name that the server knows. */
export interface Named {
  readonly server: ServerId;
  readonly name: string;
}

/** The longest merged name: models take 64 characters, and clients put a name of their own before it, such as `mcp__hub__`. */
const longestName = 48;

/** The names of one address: `server__tool` where servers are merged, a server's own where there is only that. */
export const shownName = (isMerged: boolean, server: ServerId, name: string): string =>
  isMerged ? modelName(server, name, longestName) : name;

/** An entry of a list: its server's name for it, and its alias, where it has one. */
export interface NamedEntry {
  readonly name: string;
  readonly alias?: string | undefined;
}

/**
 * Whose entry each shown name means. A name is looked up here, never taken apart. The first of two with the same name has it. What has an
 * alias is listed under that, and found under its own name as well.
 */
export function namesOf(
  isMerged: boolean,
  servers: readonly ServerId[],
  entriesOf: (server: ServerId) => readonly NamedEntry[],
): ReadonlyMap<string, Named> {
  const names = new Map<string, Named>();
  const add = (shown: string, named: Named) => {
    if (!names.has(shown)) names.set(shown, named);
  };
  const aliased: Named[] = [];
  for (const server of servers)
    for (const { name, alias } of entriesOf(server)) {
      add(shownName(isMerged, server, alias ?? name), { server, name });
      if (alias !== undefined) aliased.push({ server, name });
    }
  for (const named of aliased) add(shownName(isMerged, named.server, named.name), named);
  return names;
}
