import { type Caller, callerKey, type Door } from "../../../protocol/caller";
import type { RequestMethod } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import type { StateStore } from "../../kernel/ports";
import type { GrantSubject } from "./grants";

const storeKey = "mcpHub.grants";

/** A grant as it is kept. Times are milliseconds since the epoch. */
export interface GrantRecord {
  readonly caller: Pick<Caller, "door" | "client">;
  /** Missing: every tool of the server. */
  readonly tool?: string;
  readonly since: number;
  readonly until?: number;
  readonly used?: number;
}

/** The grants for one entry of the settings, by `grantKey`, the oldest first. */
export interface EntryGrants {
  /** What the entry was named when the last of them was given. */
  readonly server: string;
  readonly grants: ReadonlyMap<string, GrantRecord>;
}

/** What is kept in one store: grants by the digest of their entry, and the digests of entries whose annotations are trusted. */
export interface GrantRecords {
  readonly allowed: ReadonlyMap<string, EntryGrants>;
  readonly trusted: readonly string[];
}

export const noGrants: GrantRecords = { allowed: new Map(), trusted: [] };

/** What is kept of each kind; the oldest go first. The grants of an entry that was changed are never looked up again. */
const most = { servers: 500, tools: 1000 };

/** Whose a grant is, and of what: without a tool, of all the server has. As JSON, so that no name can imitate another grant. */
export function grantKey(who: string, of?: Pick<GrantSubject, "method" | "tool">): string {
  if (!of) return JSON.stringify([who]);
  const { method = "tools/call", tool } = of;
  return JSON.stringify(method === "tools/call" ? [who, tool] : [who, method, tool]);
}

const methods: ReadonlySet<unknown> = new Set<RequestMethod>([
  "resources/read",
  "prompts/get",
  "completion/complete",
  "skills/list",
]);
const isMethod = (value: unknown): value is RequestMethod => methods.has(value);

/** The method that a grant is for, from its key; `undefined` for calls of tools. */
export function methodOf(key: string): RequestMethod | undefined {
  try {
    const parts: unknown = JSON.parse(key);
    const [, method] = Array.isArray(parts) && parts.length === 3 ? parts : [];
    return isMethod(method) ? method : undefined;
  } catch {
    return undefined; // a key of another version
  }
}

export const whoOf = ({ caller }: GrantRecord): string => callerKey(caller);

export const hasEnded = ({ until }: GrantRecord, now: number): boolean => until !== undefined && now >= until;

/** The same records with one grant put in, replaced or, with `undefined`, taken out. */
export function withGrant(
  records: GrantRecords,
  at: { readonly entry: string; readonly server: string; readonly key: string },
  grant: GrantRecord | undefined,
): GrantRecords {
  const grants = new Map(records.allowed.get(at.entry)?.grants);
  grants.delete(at.key); // keeps the newest last
  if (grant) grants.set(at.key, grant);
  const allowed = new Map(records.allowed);
  allowed.delete(at.entry);
  if (grants.size > 0) allowed.set(at.entry, { server: at.server, grants: new Map([...grants].slice(-most.tools)) });
  return bounded({ ...records, allowed });
}

/** The same records with what was granted for one entry granted for another one, which the first has become. */
export function withCarried(
  { allowed, trusted }: GrantRecords,
  from: string,
  to: { readonly entry: string; readonly server: string },
): GrantRecords {
  const grants = allowed.get(from)?.grants;
  const others = [...allowed].filter(([entry]) => entry !== from && entry !== to.entry);
  return {
    allowed: new Map(grants ? [...others, [to.entry, { server: to.server, grants }]] : [...allowed]),
    trusted: trusted.map((entry) => (entry === from ? to.entry : entry)),
  };
}

export const bounded = ({ allowed, trusted }: GrantRecords): GrantRecords => ({
  allowed: new Map([...allowed].slice(-most.servers)),
  trusted: trusted.slice(-most.servers),
});

export async function writeGrants(store: StateStore, { allowed, trusted }: GrantRecords): Promise<void> {
  const plain = [...allowed].map(([entry, { server, grants }]) => [
    entry,
    { server, grants: Object.fromEntries(grants) },
  ]);
  await store.set(storeKey, { allowed: Object.fromEntries(plain), trusted });
}

/** The store is the editor's, and may hold what another version wrote: what cannot be read allows nothing. Each value is looked through once: every call asks. */
export function readGrants(store: StateStore): GrantRecords {
  const value = store.get(storeKey);
  if (!isObject(value)) return noGrants;
  const before = known.get(value);
  if (before) return before;
  const allowed = Object.entries(isObject(value.allowed) ? value.allowed : {}).flatMap(([entry, stored]) => {
    if (!isObject(stored) || typeof stored.server !== "string" || !isObject(stored.grants)) return [];
    const grants = Object.entries(stored.grants).flatMap(([key, grant]): [string, GrantRecord][] => {
      const record = readGrant(grant);
      return record ? [[key, record]] : [];
    });
    return [[entry, { server: stored.server, grants: new Map(grants) }] as const];
  });
  const trusted = Array.isArray(value.trusted) ? value.trusted.filter((one) => typeof one === "string") : [];
  const records = { allowed: new Map(allowed), trusted };
  known.set(value, records);
  return records;
}

const known = new WeakMap<object, GrantRecords>();

function readGrant(value: unknown): GrantRecord | undefined {
  if (!isObject(value) || !isObject(value.caller) || typeof value.since !== "number") return undefined;
  const { door, client } = value.caller;
  if (typeof door !== "string") return undefined;
  const isClient = isObject(client) && typeof client.id === "string" && typeof client.name === "string";
  if (client !== undefined && !isClient) return undefined;
  const times = { until: value.until, used: value.used };
  if (times.until !== undefined && typeof times.until !== "number") return undefined; // an end that cannot be read has passed
  return {
    // A door that this version does not know calls nothing.
    caller: { door: door as Door, ...(isClient && { client: { id: String(client.id), name: String(client.name) } }) },
    ...(typeof value.tool === "string" && { tool: value.tool }),
    since: value.since,
    ...(times.until !== undefined && { until: times.until }),
    ...(typeof times.used === "number" && { used: times.used }),
  };
}
