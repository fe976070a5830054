import { type Caller, callerKey, isUnproven } from "../../../protocol/caller";
import type { HubEvent, ServerId } from "../../../protocol/hubEvent";
import { definitionDigest } from "../../config/schema/definitionDigest";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import { HubError } from "../../kernel/hubError";
import type { StateStore } from "../../kernel/ports";
import { safeLine } from "../../kernel/redact";
import {
  bounded,
  type GrantRecord,
  type GrantRecords,
  grantKey,
  hasEnded,
  methodOf,
  noGrants,
  readGrants,
  withCarried,
  withGrant,
  writeGrants,
} from "./grantRecords";
import type { ApprovalAnswer, GrantSpan, GrantSubject, Grants, ListedGrant } from "./grants";

/** A use is written down when the last one that was is older than this, in milliseconds: a call must not write each time. */
const usedEveryMs = 60_000;

type KeptSpan = Exclude<GrantSpan, "once">;
const spans: readonly KeptSpan[] = ["session", "workspace", "always"];

/** Nothing outlives the session for a caller that nobody can tell from another one. */
const spansOf = (caller: Caller): readonly KeptSpan[] => (isUnproven(caller) ? ["session"] : spans);

/**
 * What the person allowed: for the session in memory, for the workspace and for always in the editor's state. Every entry is
 * bound to the digest of the server's definition, so that an entry which is changed behind a known name must ask again.
 */
export class StoredGrants implements Grants {
  private session: GrantRecords = noGrants;

  constructor(
    private readonly definition: (server: ServerId) => ServerDefinition,
    private readonly stores: { readonly workspace: StateStore; readonly always: StateStore },
    private readonly publish: (event: HubEvent) => void,
    private readonly now: () => number = Date.now,
  ) {}

  allows(subject: GrantSubject): boolean {
    const entry = this.identity(subject.server);
    const who = callerKey(subject.caller);
    for (const span of spansOf(subject.caller)) {
      const grants = this.records(span).allowed.get(entry)?.grants;
      if (!grants) continue;
      for (const key of [grantKey(who), grantKey(who, subject)]) {
        const grant = grants.get(key);
        if (!grant || hasEnded(grant, this.now())) continue;
        this.noteUse(span, { entry, server: subject.server, key }, grant);
        return true;
      }
    }
    return false;
  }

  coversServer(server: ServerId): boolean {
    const entry = this.identity(server);
    return spans.some((span) => {
      const grants = this.records(span).allowed.get(entry)?.grants.values() ?? [];
      return [...grants].some((grant) => grant.tool === undefined && !hasEnded(grant, this.now()));
    });
  }

  async grant(subject: GrantSubject, answer: Extract<ApprovalAnswer, { allow: true }>): Promise<void> {
    const { what, forMs } = answer;
    if (answer.span === "once") return;
    const { server, tool, caller } = subject;
    const span = spansOf(caller).includes(answer.span) ? answer.span : "session";
    const { door, client } = caller;
    const since = this.now();
    const grant: GrantRecord = {
      caller: { door, ...(client && { client: { id: client.id, name: client.name } }) },
      ...(what === "tool" && { tool }),
      since,
      ...(forMs !== undefined && { until: since + forMs }),
    };
    const key = grantKey(callerKey(caller), what === "tool" ? subject : undefined);
    await this.change(span, (records) => withGrant(records, { entry: this.identity(server), server, key }, grant));
    this.publishGrant(server, span, grant);
  }

  list(): readonly ListedGrant[] {
    const now = this.now();
    return spans
      .flatMap((span) =>
        [...this.records(span).allowed].flatMap(([entry, { server, grants }]) =>
          [...grants]
            .filter(([, grant]) => !hasEnded(grant, now))
            .map(([key, grant]): ListedGrant => {
              const holds = this.isEntryOf(server, entry);
              const method = methodOf(key);
              const id = JSON.stringify([span, entry, key]);
              return { ...grant, ...(method && { method }), id, server, span, holds };
            }),
        ),
      )
      .toSorted((a, b) => b.since - a.since);
  }

  async revoke(grant: ListedGrant): Promise<void> {
    const { server, span, caller, tool } = grant;
    await this.changeListed(grant, () => undefined);
    const what = tool === undefined ? {} : { tool: safeLine(tool) };
    this.publish({ type: "grant.revoked", server, caller, span, ...what });
  }

  async limit(grant: ListedGrant, until: number | undefined): Promise<void> {
    const changed = await this.changeListed(grant, ({ until: _, ...known }) => ({
      ...known,
      ...(until !== undefined && { until }),
    }));
    if (changed) this.publishGrant(grant.server, grant.span, changed);
  }

  trusts(server: ServerId): boolean {
    return readGrants(this.stores.always).trusted.includes(this.identity(server));
  }

  async trust(server: ServerId, trusted: boolean): Promise<void> {
    const id = this.identity(server);
    await this.change("always", (records) => ({
      ...records,
      trusted: [...records.trusted.filter((other) => other !== id), ...(trusted ? [id] : [])],
    }));
    this.publish({ type: "server.trusted", server, trusted });
  }

  async carry(before: ServerDefinition, after: ServerDefinition): Promise<() => Promise<void>> {
    const move = async (from: ServerDefinition, to: ServerDefinition) => {
      const entry = definitionDigest(from);
      const target = { entry: definitionDigest(to), server: to.id };
      for (const span of spans) {
        const moved = [...(this.records(span).allowed.get(entry)?.grants.values() ?? [])];
        await this.change(span, (records) => withCarried(records, entry, target));
        for (const grant of moved) this.publishGrant(to.id, span, grant);
      }
      this.publish({ type: "grant.forgotten", server: from.id });
    };
    await move(before, after);
    return () => move(after, before);
  }

  async forget(server?: ServerId): Promise<void> {
    const id = server === undefined ? undefined : this.identity(server);
    const forgotten = ({ allowed, trusted }: GrantRecords): GrantRecords => {
      if (id === undefined) return noGrants;
      const left = [...allowed].filter(([entry]) => entry !== id);
      return { allowed: new Map(left), trusted: trusted.filter((other) => other !== id) };
    };
    for (const span of spans) await this.change(span, forgotten);
    this.publish({ type: "grant.forgotten", ...(server !== undefined && { server }) });
  }

  /** Changes a grant that is still there; the result is what it has become. */
  private async changeListed(
    { id, server }: ListedGrant,
    change: (grant: GrantRecord) => GrantRecord | undefined,
  ): Promise<GrantRecord | undefined> {
    const [span, entry, key]: readonly unknown[] = JSON.parse(id);
    const kept = spans.find((one) => one === span);
    if (!kept || typeof entry !== "string" || typeof key !== "string") return undefined;
    const grant = this.records(kept).allowed.get(entry)?.grants.get(key);
    if (!grant) return undefined;
    const changed = change(grant);
    await this.change(kept, (records) => withGrant(records, { entry, server, key }, changed));
    return changed;
  }

  private noteUse(span: KeptSpan, at: { entry: string; server: string; key: string }, grant: GrantRecord): void {
    const used = this.now();
    if (used - (grant.used ?? 0) < usedEveryMs) return;
    // A use that cannot be written down is only missing in the list; the failure of the store shows when something is granted.
    void this.change(span, (records) => withGrant(records, at, { ...grant, used })).catch(() => undefined);
  }

  private records(span: KeptSpan): GrantRecords {
    return span === "session" ? this.session : readGrants(this.stores[span]);
  }

  private async change(span: KeptSpan, change: (records: GrantRecords) => GrantRecords): Promise<void> {
    const changed = bounded(change(this.records(span)));
    if (span === "session") this.session = changed;
    else await writeGrants(this.stores[span], changed);
  }

  private publishGrant(server: ServerId, span: KeptSpan, { caller, tool, until }: GrantRecord): void {
    const what = tool === undefined ? {} : { tool: safeLine(tool) };
    this.publish({ type: "grant.added", server, caller, span, ...what, ...(until !== undefined && { until }) });
  }

  private isEntryOf(server: ServerId, entry: string): boolean {
    try {
      return this.identity(server) === entry;
    } catch (error) {
      if (error instanceof HubError && error.code === "unknown-server") return false;
      throw error;
    }
  }

  /** Name, place and definition as they stand in the settings; a digest, since they may hold a literal secret. */
  private identity(server: ServerId): string {
    return definitionDigest(this.definition(server));
  }
}
