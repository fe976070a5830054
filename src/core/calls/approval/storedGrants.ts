import { callerKey } from "../../../protocol/caller";
import type { HubEvent, ServerId } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { definitionDigest } from "../../config/schema/definitionDigest";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { StateStore } from "../../kernel/ports";
import { safeLine } from "../../kernel/redact";
import type { ApprovalAnswer, GrantSubject, Grants } from "./grants";

const storeKey = "mcpHub.grants";

/** Server's identity → what is allowed, as `grantOf` writes it. */
type Allowed = Readonly<Record<string, readonly string[]>>;
interface Stored {
  readonly allowed: Allowed;
  readonly trusted: readonly string[];
}
const nothing: Stored = { allowed: {}, trusted: [] };

/** What is kept of each kind; the oldest go first. The grants of an entry that was changed are never looked up again. */
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
    private readonly publish: (event: HubEvent) => void,
  ) {}

  allows({ server, tool, caller }: GrantSubject): boolean {
    const id = this.identity(server);
    const who = callerKey(caller);
    return this.all().some(({ allowed }) => {
      const grants = allowed[id];
      return grants !== undefined && (grants.includes(grantOf(who)) || grants.includes(grantOf(who, tool)));
    });
  }

  async grant(
    { server, tool, caller }: GrantSubject,
    { what: scope, span }: Extract<ApprovalAnswer, { allow: true }>,
  ): Promise<void> {
    if (span === "once") return;
    const id = this.identity(server);
    const what = grantOf(callerKey(caller), scope === "server" ? undefined : tool);
    const add = (stored: Stored): Stored => ({
      ...stored,
      allowed: { ...without(stored.allowed, id), [id]: [...new Set([...(stored.allowed[id] ?? []), what])] },
    });
    if (span === "session") this.session = bounded(add(this.session));
    if (span === "workspace") await this.write(this.stores.workspace, add);
    if (span === "always") await this.write(this.stores.always, add);
    const { door, client } = caller;
    const who = { door, ...(client && { client }) };
    this.publish({ type: "grant.added", server, caller: who, span, ...(scope === "tool" && { tool: safeLine(tool) }) });
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
    this.publish({ type: "server.trusted", server, trusted });
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
    this.publish({ type: "grant.forgotten", ...(server !== undefined && { server }) });
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

/** A grant as it is kept: whose it is, and which tool it is of; without a tool, of every tool. As JSON, so that no name can imitate another grant. */
const grantOf = (caller: string, tool?: string): string =>
  JSON.stringify(tool === undefined ? [caller] : [caller, tool]);

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
