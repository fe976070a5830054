import type { HubEvent } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { Catalog } from "../catalog/catalog";
import { definitionDigest } from "../config/schema/definitionDigest";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { StateStore } from "../kernel/ports";
import { safeText, withoutSecretsInJson } from "../kernel/redact";

const stoppedKey = "mcpHub.stoppedServers";
const indexKey = "mcpHub.catalogs";
const catalogKey = (digest: string): string => `mcpHub.catalog.${digest}`;

/** Bounds of what is kept, in characters of JSON, and in servers. */
export const rememberedLimits = { catalog: 256 * 1024, all: 4 * 1024 * 1024, stopped: 1000 } as const;

interface Kept {
  readonly digest: string;
  readonly size: number;
}

/**
 * What outlives the window: which servers the person stopped, and what each server offered last. Every entry is bound to the digest of
 * the server's definition. A catalog that is too large is not kept; of too many, the oldest go.
 */
export class RememberedServers {
  private stopped: readonly string[];
  /** Oldest first. */
  private kept: readonly Kept[];

  constructor(
    private readonly store: StateStore,
    /** Hears of what could not be written: nothing depends on it before the next start. */
    private readonly report: (error: unknown) => void,
  ) {
    this.stopped = listOf(store.get(stoppedKey)).filter((digest) => typeof digest === "string");
    this.kept = listOf(store.get(indexKey)).filter(isKept);
  }

  isStopped(definition: ServerDefinition): boolean {
    return this.stopped.length > 0 && this.stopped.includes(definitionDigest(definition));
  }

  setStopped(definition: ServerDefinition, stopped: boolean): void {
    const digest = definitionDigest(definition);
    if (this.stopped.includes(digest) === stopped) return;
    const others = this.stopped.filter((other) => other !== digest);
    this.stopped = (stopped ? [...others, digest] : others).slice(-rememberedLimits.stopped);
    this.write(stoppedKey, this.stopped);
  }

  /** What the server offered last; `undefined` where that is not known. Untrusted like all that a server sends. */
  catalogOf(definition: ServerDefinition): Catalog | undefined {
    if (this.kept.length === 0) return undefined;
    const digest = definitionDigest(definition);
    if (!this.kept.some((kept) => kept.digest === digest)) return undefined;
    const stored = this.store.get(catalogKey(digest));
    return isCatalog(stored) ? stored : undefined;
  }

  /** Why a list was missing is of no use later. */
  keep(definition: ServerDefinition, { missing: _, ...catalog }: Catalog): void {
    const digest = definitionDigest(definition);
    const whole = textWithin(rememberedLimits.catalog, catalog);
    const text = whole === undefined ? undefined : withoutSecretsInJson(whole);
    if (text !== undefined && text === JSON.stringify(this.catalogOf(definition))) return;
    const others = this.kept.filter((kept) => kept.digest !== digest);
    const now = text === undefined ? others : [...others, { digest, size: text.length }];
    let total = now.reduce((sum, { size }) => sum + size, 0);
    const first = now.findIndex(({ size }) => {
      if (total <= rememberedLimits.all) return true;
      total -= size;
      return false;
    });
    const left = first < 0 ? [] : now.slice(first);
    for (const { digest: old } of this.kept)
      if (!left.some((kept) => kept.digest === old)) this.write(catalogKey(old), undefined);
    if (text !== undefined) this.write(catalogKey(digest), text === whole ? catalog : JSON.parse(text));
    this.kept = left;
    this.write(indexKey, left);
  }

  private write(key: string, value: unknown): void {
    this.store.set(key, value).catch(this.report);
  }
}

/** A catalog as JSON; `undefined` where it is longer than `limit` characters, which is known before all of it is written out. */
function textWithin(limit: number, catalog: Catalog): string | undefined {
  let left = limit;
  for (const entries of Object.values(catalog))
    for (const entry of entries) {
      left -= JSON.stringify(entry).length;
      if (left < 0) return undefined;
    }
  const text = JSON.stringify(catalog);
  return text.length <= limit ? text : undefined;
}

/** What the hub says when the store cannot be written. */
export const unwritten = (error: unknown): HubEvent => ({
  type: "hub.log",
  level: "warning",
  text: message(
    "hub.notRemembered",
    "Which servers are stopped and what they offer could not be saved for the next start: {why}",
    { why: safeText(String(error), 500) },
  ),
});

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isKept = (value: unknown): value is Kept =>
  isObject(value) && typeof value.digest === "string" && typeof value.size === "number";

/** The store is the editor's, and may hold what an older version wrote. */
function isCatalog(value: unknown): value is Catalog {
  if (!isObject(value)) return false;
  const holds = (list: unknown, key: string) =>
    Array.isArray(list) && list.every((item) => isObject(item) && typeof item[key] === "string");
  return (
    holds(value.tools, "name") &&
    listOf(value.tools).every((tool) => isObject(tool) && isObject(tool.inputSchema) && isObject(tool.hints)) &&
    holds(value.resources, "uri") &&
    holds(value.resourceTemplates, "uriTemplate") &&
    holds(value.prompts, "name") &&
    listOf(value.prompts).every((prompt) => isObject(prompt) && Array.isArray(prompt.arguments))
  );
}
