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

/** Whose entry each shown name means. A name is looked up here, never taken apart. The first of two with the same name has it. */
export function namesOf(
  isMerged: boolean,
  servers: readonly ServerId[],
  entriesOf: (server: ServerId) => readonly { readonly name: string }[],
): ReadonlyMap<string, Named> {
  const names = new Map<string, Named>();
  for (const server of servers)
    for (const { name } of entriesOf(server)) {
      const shown = shownName(isMerged, server, name);
      if (!names.has(shown)) names.set(shown, { server, name });
    }
  return names;
}
