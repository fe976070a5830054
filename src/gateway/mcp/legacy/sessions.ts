import { randomBytes } from "node:crypto";
import type { Clock } from "../../../core/kernel/clock";
import type { Disposable } from "../../../core/kernel/disposable";
import type { GatewayClient } from "../../access/gatewayClient";
import type { McpParts } from "../mcpParts";
import { type KeptSession, KeptSessions } from "./keptSessions";
import type { Session } from "./session";

/** How long a session lives after the last message of its client, in milliseconds, and how many there are in all. */
const limits = { idleMs: 30 * 60_000, all: 1000 } as const;

/** How often it is looked for sessions that nobody uses, in milliseconds. */
const sweepMs = 60_000;

/**
 * The sessions of all clients. Clients hardly ever end one: each has a place for only so many, and the one that was used longest ago
 * makes room for a new one.
 */
export class Sessions implements Disposable {
  private readonly sessions = new Map<string, Session>();
  private sweeping: Disposable | undefined;
  /** Missing where none outlives the program. */
  private readonly kept: KeptSessions | undefined;
  private readonly clock: Clock;

  constructor({ clock, report, keptSessions }: Pick<McpParts, "clock" | "report" | "keptSessions">) {
    this.clock = clock;
    if (keptSessions) this.kept = new KeptSessions(keptSessions, { clock, report }, limits.idleMs, () => this.all());
  }

  get count(): number {
    return this.sessions.size;
  }

  all(): Iterable<Session> {
    return this.sessions.values();
  }

  /** Adds one that is made for a new id. */
  add(client: GatewayClient, make: (id: string) => Session): Session {
    return this.put(client, make(randomBytes(16).toString("base64url")));
  }

  /** The same for one that goes on where it was when the program ended; `undefined` where there is none of this id, client and path. */
  goOn(id: string, client: GatewayClient, path: string, make: (kept: KeptSession) => Session): Session | undefined {
    const kept = this.kept?.take(id, client, path);
    return kept && this.put(client, make(kept));
  }

  /** Something of a session has changed that outlives the program. */
  changed(): void {
    this.kept?.changed();
  }

  private put(client: GatewayClient, session: Session): Session {
    const { id } = session.facts;
    if (id === undefined) return session;
    const mine = [...this.sessions.values()].filter((session) => session.facts.client === client.id);
    if (mine.length >= client.limits.sessions) this.endOldest(mine);
    if (this.sessions.size >= limits.all) this.endOldest([...this.sessions.values()]);
    this.sessions.set(id, session);
    this.sweeping ??= this.sweepLater();
    this.changed();
    return session;
  }

  /**
   * The session of this client at this path; a session of another is as unknown as one that has ended. So is one whose client may use
   * something else by now: it begins again.
   */
  use(id: string, client: GatewayClient, path: string): Session | undefined {
    const session = this.sessions.get(id);
    if (session?.facts.client !== client.id || session.facts.path !== path) return undefined;
    if (isSameChoice(session.client, client)) return session;
    this.end(session);
    return undefined;
  }

  end(session: Session): void {
    if (session.facts.id !== undefined) this.sessions.delete(session.facts.id);
    session.dispose();
    this.changed();
  }

  /** Ends all of one client. */
  endOf(client: string): void {
    this.kept?.forgetOf(client);
    for (const session of [...this.sessions.values()]) if (session.facts.client === client) this.end(session);
  }

  dispose(): void {
    this.sweeping?.dispose();
    this.kept?.dispose();
    for (const session of [...this.sessions.values()]) session.dispose();
    this.sessions.clear();
  }

  private endOldest(among: readonly Session[]): void {
    const [oldest] = among.toSorted((a, b) => a.usedAt - b.usedAt);
    if (oldest) this.end(oldest);
  }

  private sweepLater(): Disposable {
    return this.clock.after(
      sweepMs,
      () => {
        const before = this.clock.now() - limits.idleMs;
        for (const session of [...this.sessions.values()])
          if (session.usedAt < before && session.running.size === 0) this.end(session);
        this.changed(); // when they were used
        this.sweeping = this.sessions.size > 0 ? this.sweepLater() : undefined;
      },
      true,
    );
  }
}

const isSameChoice = (a: GatewayClient, b: GatewayClient): boolean =>
  a.scopes === b.scopes || JSON.stringify(a.scopes) === JSON.stringify(b.scopes);
