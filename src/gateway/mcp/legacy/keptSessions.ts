import { createHash } from "node:crypto";
import * as z from "zod";
import type { ReadResults } from "../../../core/calls/approval/readResults";
import type { Disposable } from "../../../core/kernel/disposable";
import type { StateStore } from "../../../core/kernel/ports";
import { serverLogLevels } from "../../../protocol/serverLogLevel";
import type { GatewayClient } from "../../access/gatewayClient";
import type { McpParts } from "../mcpParts";
import { listKinds } from "../view/viewSource";
import type { Session } from "./session";

/** Where sessions outlive the program. */
export interface SessionStore {
  readonly state: StateStore;
  /** Which servers' results each conversation has read: a session that goes on is still the same conversation. */
  readonly read: Pick<ReadResults, "of" | "note">;
}

/** What of one session is kept, as JSON; of its id only the digest. */
const KeptSession = z.object({
  digest: z.string(),
  client: z.string(),
  /** The scopes of the client as JSON: a session ends where they have changed. */
  scopes: z.string(),
  path: z.string(),
  protocolVersion: z.string(),
  clientInfo: z.object({ name: z.string(), version: z.string() }),
  can: z.object({ roots: z.boolean(), sampling: z.boolean(), forms: z.boolean(), urls: z.boolean() }),
  level: z.enum(serverLogLevels).optional(),
  /** The lists that the client knows. */
  lists: z.array(z.enum(listKinds)),
  /** The resources that it follows. */
  resources: z.array(z.string()),
  /** The servers whose results it has read, the latest first. */
  read: z.array(z.string()),
  /** When its client last sent something, in milliseconds since the epoch. */
  usedAt: z.number(),
});
export type KeptSession = z.infer<typeof KeptSession>;

const key = "gateway.sessions";

/** The least time between two writes, in milliseconds. */
const pauseMs = 1000;

/** How much is kept in all, in characters of JSON; of more, the sessions that were used longest ago go. */
const limit = 2_000_000;

/** The sessions of before the start that have not gone on yet, and the writing of those that are open now. */
export class KeptSessions implements Disposable {
  private readonly before: Map<string, KeptSession>;
  private pause: Disposable | undefined;
  private isDue = false;

  constructor(
    private readonly store: SessionStore,
    private readonly parts: Pick<McpParts, "clock" | "report">,
    /** How long a session lives after the last message of its client, in milliseconds. */
    private readonly idleMs: number,
    private readonly open: () => Iterable<Session>,
  ) {
    const stored = store.state.get(key);
    const known = (Array.isArray(stored) ? stored : []).flatMap((one) => KeptSession.safeParse(one).data ?? []);
    this.before = new Map(known.map((one) => [one.digest, one]));
  }

  /** Takes out the session of this client at this path, if it may go on: its client may still use the same, and was not away for too long. */
  take(id: string, client: GatewayClient, path: string): KeptSession | undefined {
    const digest = digestOf(id);
    const kept = this.before.get(digest);
    if (kept?.client !== client.id || kept.path !== path) return undefined;
    this.before.delete(digest);
    if (kept.scopes !== JSON.stringify(client.scopes) || !this.isFresh(kept)) return undefined;
    this.store.read.note(id, ...kept.read);
    return kept;
  }

  /** Drops those of a client, whose token no longer holds. */
  forgetOf(client: string): void {
    for (const [digest, kept] of this.before) if (kept.client === client) this.before.delete(digest);
    this.changed();
  }

  /** Something that is kept of a session has changed. */
  changed(): void {
    this.isDue = true;
    if (!this.pause) this.write();
  }

  /** Writes what is open now: nothing changes anymore. */
  dispose(): void {
    this.pause?.dispose();
    this.write();
    this.pause?.dispose();
  }

  private write(): void {
    this.isDue = false;
    this.pause = this.parts.clock.after(
      pauseMs,
      () => {
        this.pause = undefined;
        if (this.isDue) this.write();
      },
      true,
    );
    for (const [digest, kept] of this.before) if (!this.isFresh(kept)) this.before.delete(digest);
    const open = [...this.open()].flatMap((session) => this.recordOf(session) ?? []);
    let size = 0;
    const newest = [...open, ...this.before.values()].toSorted((a, b) => b.usedAt - a.usedAt);
    const first = newest.findIndex((one) => {
      size += JSON.stringify(one).length;
      return size > limit;
    });
    this.store.state.set(key, first < 0 ? newest : newest.slice(0, first)).catch(this.parts.report);
  }

  private recordOf(session: Session): KeptSession | undefined {
    const { facts, client, level, usedAt, lists, resources } = session;
    const { id, path, protocolVersion, clientInfo, can } = facts;
    if (id === undefined) return undefined;
    return {
      digest: digestOf(id),
      client: client.id,
      scopes: JSON.stringify(client.scopes),
      ...{ path, protocolVersion, clientInfo, can, usedAt },
      ...(level && { level }),
      lists: [...lists.known],
      resources: [...resources.uris],
      read: [...this.store.read.of(id)],
    };
  }

  private isFresh({ usedAt }: KeptSession): boolean {
    return usedAt >= this.parts.clock.now() - this.idleMs;
  }
}

const digestOf = (id: string): string => createHash("sha256").update(id).digest("base64url");
