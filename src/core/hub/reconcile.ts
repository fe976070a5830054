import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { callSettingKeys } from "../config/schema/callSettings";
import { connectionSettingKeys } from "../config/schema/connectionSettings";
import { describingKeys } from "../config/schema/serverConfig";
import type { ServerDefinition } from "../config/schema/serverDefinition";

/** How one list of definitions becomes another. `removed` holds the old definitions, all others the new ones. */
export interface Reconciliation {
  readonly added: readonly ServerDefinition[];
  readonly removed: readonly ServerDefinition[];
  /** What runs is no longer what is configured: it must restart. */
  readonly changed: readonly ServerDefinition[];
  /** The same server under another label or written in another place: nothing restarts. */
  readonly relabeled: readonly ServerDefinition[];
  readonly unchanged: readonly ServerDefinition[];
}

/** What to do so that the running servers are the configured ones. The order of keys and of servers does not count. */
export function reconcile(before: readonly ServerDefinition[], after: readonly ServerDefinition[]): Reconciliation {
  const old = new Map<ServerId, ServerDefinition>(before.map((definition) => [definition.id, definition]));
  const kept = new Set(after.map(({ id }) => id));
  const added: ServerDefinition[] = [];
  const changed: ServerDefinition[] = [];
  const relabeled: ServerDefinition[] = [];
  const unchanged: ServerDefinition[] = [];

  for (const definition of after) {
    const previous = old.get(definition.id);
    if (!previous) added.push(definition);
    else if (!isEqual(launch(previous), launch(definition))) changed.push(definition);
    else if (!isEqual(previous, definition)) relabeled.push(definition);
    else unchanged.push(definition);
  }
  return { added, removed: before.filter(({ id }) => !kept.has(id)), changed, relabeled, unchanged };
}

/** What is said of the entries that a change of the settings concerns; `undefined` where it concerns none. */
export function changeEvent({ added, removed, changed }: Reconciliation): HubEvent | undefined {
  if (added.length + removed.length + changed.length === 0) return undefined;
  const ids = (definitions: readonly ServerDefinition[]) => definitions.map(({ id }) => id);
  return { type: "config.changed", added: ids(added), removed: ids(removed), changed: ids(changed) };
}

/** What decides how a server is run, and whether. */
function launch({ enabled, entry }: ServerDefinition): unknown {
  if (entry.kind === "invalid") return { enabled, entry };
  const { label: _label, enabled: _enabled, ...config } = entry.config;
  const isKept = (key: string) => connectionSettingKeys.has(key) || callSettingKeys.has(key) || describingKeys.has(key);
  const run = Object.entries(config).filter(([key]) => !isKept(key));
  return { enabled, config: Object.fromEntries(run) };
}

/** Equality of plain data; a key that holds `undefined` is a key that is missing. */
function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const a = new Map<string, unknown>(Object.entries(one).filter(isSet));
  const b = new Map<string, unknown>(Object.entries(other).filter(isSet));
  return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isEqual(value, b.get(key)));
}

const isSet = ([, value]: [string, unknown]): boolean => value !== undefined;
