import { isPlain } from "../apps/editing/place";
import { type RegistryServer, readServer } from "./registryServer";
import { presentNames } from "./serverJson";

/** The most servers that one answer is read for. */
const pageLimit = 100;

/** One page of what a registry found. */
export interface RegistryPage {
  readonly servers: readonly RegistryServer[];
  /** Where the next page begins; missing on the last one. */
  readonly next?: string;
  /** Descriptions that could not be read. */
  readonly unread: number;
}

/**
 * Reads what a registry answers to a search, in its forms since 2025, and what a file holds: a list of servers, or one. `undefined` for
 * something else.
 */
export function readAnswer(given: unknown, limit = pageLimit): RegistryPage | undefined {
  const list = serversIn(given);
  if (!list) return undefined;
  const best = new Map<string, { readonly server: RegistryServer; readonly isLatest: boolean }>();
  let unread = 0;
  for (const one of list.slice(0, limit)) {
    const { description, facts } = unwrapped(one);
    const said = facts.status ?? (isPlain(description) ? description.status : undefined);
    const status = typeof said === "string" ? said : undefined;
    if (status === "deleted") continue;
    const server = readServer(description, status);
    if (!server) {
      unread++;
      continue;
    }
    // A registry may list every version of a server: the one that it calls the latest counts, or else the first.
    const isLatest = facts.isLatest === true;
    const known = best.get(server.name);
    if (!known || (isLatest && !known.isLatest)) best.set(server.name, { server, isLatest });
  }
  const next = nextOf(given);
  return { servers: [...best.values()].map(({ server }) => server), ...(next !== undefined && { next }), unread };
}

function serversIn(given: unknown): readonly unknown[] | undefined {
  if (Array.isArray(given)) return given;
  if (!isPlain(given)) return undefined;
  for (const key of ["servers", "data", "results"]) {
    const inner = given[key];
    if (Array.isArray(inner)) return inner;
  }
  return isPlain(given.server) || typeof given.name === "string" ? [given] : undefined;
}

/** The description of a server, and what the registry says of it: both in one object, or in two. */
function unwrapped(given: unknown): {
  readonly description: unknown;
  readonly facts: Readonly<Record<string, unknown>>;
} {
  if (!isPlain(given)) return { description: given, facts: {} };
  const description = isPlain(given.server) ? given.server : given;
  const meta = isPlain(given._meta) ? given._meta : isPlain(description._meta) ? description._meta : {};
  const facts =
    meta["io.modelcontextprotocol.registry/official"] ?? given["x-io.modelcontextprotocol.registry"] ?? meta;
  const named = presentNames(facts);
  return { description, facts: isPlain(named) ? named : {} };
}

function nextOf(given: unknown): string | undefined {
  if (!isPlain(given)) return undefined;
  const named = presentNames(given.metadata);
  const next = isPlain(named) ? named.nextCursor : undefined;
  return typeof next === "string" && next !== "" && next.length <= 2000 ? next : undefined;
}
