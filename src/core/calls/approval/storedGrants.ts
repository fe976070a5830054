import type { ServerId } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { definitionDigest } from "../../config/schema/definitionDigest";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { StateStore } from "../../kernel/ports";
import type { ApprovalAnswer, Grants } from "./grants";

const storeKey = "mcpHub.grants";
const everyTool = "*";

/** Server's identity → the tools that are allowed, or `*`. */
type Allowed = Readonly<Record<string, readonly string[]>>;
interface Stored {
  readonly allowed: Allowed;
  readonly trusted: readonly string[];
}
const nothing: Stored = { allowed: {}, trusted: [] };

/** What is kept of each kind; the oldest go first. An entry that is changed leaves what was allowed before behind for ever. */
const most = { servers: 500, tools: 1000 };

/**
 * What the person allowed: for the session in memory, for the workspace and for always in the editor's state. Every entry is
 * bound to the digest of the server's definition, so that an entry which is changed behind a known name must ask again.
 */
export class StoredGrants implements Grants {
  private session: Stored = nothing;

  constructor(
    private readonly definition: (server: ServerId) => ServerDefinition,
    private readonly stores: { readonly workspace: StateStore; readonly always: StateStore },
  ) {}

  allows(server: ServerId, tool: string): boolean {
    const id = this.identity(server);
    return this.all().some(({ allowed }) => {
      const tools = allowed[id] ?? [];
      return tools.includes(everyTool) || tools.includes(named(tool));
    });
  }

  async grant(server: ServerId, tool: string, answer: Extract<ApprovalAnswer, { allow: true }>): Promise<void> {
    const id = this.identity(server);
    const what = answer.what === "server" ? everyTool : named(tool);
    const add = (stored: Stored): Stored => ({
      ...stored,
      allowed: { ...without(stored.allowed, id), [id]: [...new Set([...(stored.allowed[id] ?? []), what])] },
    });
    if (answer.span === "session") this.session = bounded(add(this.session));
    if (answer.span === "workspace") await this.write(this.stores.workspace, add);
    if (answer.span === "always") await this.write(this.stores.always, add);
  }

  trusts(server: ServerId): boolean {
    return read(this.stores.always).trusted.includes(this.identity(server));
  }

  async trust(server: ServerId, trusted: boolean): Promise<void> {
    const id = this.identity(server);
    await this.write(this.stores.always, (stored) => ({
      ...stored,
      trusted: [...stored.trusted.filter((other) => other !== id), ...(trusted ? [id] : [])],
    }));
  }

  async forget(server?: ServerId): Promise<void> {
    const id = server === undefined ? undefined : this.identity(server);
    const forgotten = (stored: Stored): Stored =>
      id === undefined
        ? nothing
        : {
            allowed: without(stored.allowed, id),
            trusted: stored.trusted.filter((other) => other !== id),
          };
    this.session = forgotten(this.session);
    await this.write(this.stores.workspace, forgotten);
    await this.write(this.stores.always, forgotten);
  }

  private all(): readonly Stored[] {
    return [this.session, read(this.stores.workspace), read(this.stores.always)];
  }

  private async write(store: StateStore, change: (stored: Stored) => Stored): Promise<void> {
    await store.set(storeKey, bounded(change(read(store))));
  }

  /** Name, place and definition as they stand in the settings; a digest, since they may hold a literal secret. */
  private identity(server: ServerId): string {
    return definitionDigest(this.definition(server));
  }
}

/** A tool may not call itself "every tool". */
const named = (tool: string): string => `tool:${tool}`;

const without = (allowed: Allowed, id: string): Allowed =>
  Object.fromEntries(Object.entries(allowed).filter(([key]) => key !== id));

const bounded = ({ allowed, trusted }: Stored): Stored => ({
  allowed: Object.fromEntries(
    Object.entries(allowed)
      .slice(-most.servers)
      .map(([id, tools]) => [id, tools.slice(-most.tools)]),
  ),
  trusted: trusted.slice(-most.servers),
});

/** The store is the editor's, and may hold what another version wrote: what cannot be read allows nothing. Each value is looked through once: every call asks. */
function read(store: StateStore): Stored {
  const value = store.get(storeKey);
  if (!isObject(value)) return nothing;
  const before = known.get(value);
  if (before) return before;
  const allowed = Object.entries(isObject(value.allowed) ? value.allowed : {});
  const stored = {
    allowed: Object.fromEntries(allowed.map(([id, tools]) => [id, texts(tools)])),
    trusted: texts(value.trusted),
  };
  known.set(value, stored);
  return stored;
}

const known = new WeakMap<object, Stored>();

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
