import type { HubEvent, ServerId } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import type { HubTool } from "../../catalog/catalog";
import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import type { StateStore } from "../../kernel/ports";
import { allToolTokens } from "./toolTokens";

/** What is worth a suggestion, and when. */
export const unusedRules = {
  afterMs: 7 * 24 * 60 * 60_000,
  /** Between two looks, and between two suggestions. */
  lookMs: 60 * 60_000,
  betweenMs: 24 * 60 * 60_000,
  tools: 5,
  tokens: 2000,
  /** How much is remembered. */
  servers: 200,
  called: 2000,
} as const;

/** Tools of one server that nobody called for a week. */
export interface UnusedTools {
  readonly server: ServerId;
  readonly names: readonly string[];
  readonly tokens: number;
}

export interface UnusedToolsParts {
  /** The tools that are on. */
  readonly tools: () => readonly HubTool[];
  /** In every workspace. */
  readonly state: StateStore;
  readonly clock: Clock;
  /** Tells the person, once for each server. */
  readonly suggest: (unused: UnusedTools) => void;
  readonly report: (error: unknown) => void;
}

const key = "mcpHub.unusedTools";

/** Times in milliseconds since the epoch; what is latest stands last. */
interface Kept {
  /** Since when each server is there. */
  readonly since: Map<ServerId, number>;
  /** When each tool was called last, by `server/tool`. */
  readonly called: Map<string, number>;
  /** When the person was told about each server, which they are not again. */
  readonly told: Map<ServerId, number>;
}

/**
 * Notices tools that are on for a week and that nobody called, while others were: each costs tokens in every request. A server is
 * suggested once, whatever the person answers, and never more than one in a day.
 */
export class UnusedToolWatch implements Disposable {
  private readonly kept: Kept;
  private timer: Disposable | undefined;
  private isChanged = false;

  constructor(private readonly parts: UnusedToolsParts) {
    this.kept = readKept(parts.state.get(key));
    this.later();
  }

  readonly follow = (event: HubEvent): void => {
    const now = this.parts.clock.now();
    if (event.type === "server.catalog" && event.stale !== true) {
      const { since } = this.kept;
      this.set(since, event.server, since.get(event.server) ?? now, unusedRules.servers);
    }
    if (event.type === "call.ended" && event.method === "tools/call")
      this.set(this.kept.called, nameOf(event), now, unusedRules.called);
  };

  /** Looks now, and writes what has changed. */
  async look(): Promise<void> {
    this.readOthers();
    const unused = await this.found();
    if (unused) {
      this.set(this.kept.told, unused.server, this.parts.clock.now(), unusedRules.servers);
      this.parts.suggest(unused);
    }
    await this.write();
  }

  dispose(): void {
    this.timer?.dispose();
    this.readOthers();
    this.write().catch(this.parts.report);
  }

  /** Of the servers that have been there for a week, the one whose unused tools cost most. */
  private async found(): Promise<UnusedTools | undefined> {
    const { since, called, told } = this.kept;
    const now = this.parts.clock.now();
    const start = now - unusedRules.afterMs;
    if ([...told.values()].some((at) => now - at < unusedRules.betweenMs)) return undefined;
    const isRecent = (name: string) => (called.get(name) ?? Number.NEGATIVE_INFINITY) > start;
    // A person on holiday called nothing, and of too many calls not all are known.
    if (called.size >= unusedRules.called || ![...called.keys()].some(isRecent)) return undefined;
    let most: UnusedTools | undefined;
    for (const [server, at] of since) {
      if (at > start || told.has(server)) continue;
      const ofServer = this.parts.tools().filter((one) => one.server === server);
      const idle = ofServer.filter(({ tool }) => !isRecent(nameOf({ server, tool: tool.name })));
      if (idle.length < unusedRules.tools) continue;
      const tokens = await allToolTokens(idle);
      if (tokens < unusedRules.tokens || tokens <= (most?.tokens ?? 0)) continue;
      most = { server, names: idle.map(({ tool }) => tool.name), tokens };
    }
    return most;
  }

  /** What other windows have seen meanwhile. */
  private readOthers(): void {
    const others = readKept(this.parts.state.get(key));
    for (const [server, at] of others.since)
      this.kept.since.set(server, Math.min(at, this.kept.since.get(server) ?? at));
    for (const [tool, at] of others.called) this.kept.called.set(tool, Math.max(at, this.kept.called.get(tool) ?? at));
    for (const [server, at] of others.told) this.kept.told.set(server, at);
  }

  private set(all: Map<string, number>, name: string, at: number, limit: number): void {
    all.delete(name); // the latest stands last
    all.set(name, at);
    const [oldest] = all.keys();
    if (all.size > limit && oldest !== undefined) all.delete(oldest);
    this.isChanged = true;
  }

  private async write(): Promise<void> {
    if (!this.isChanged) return;
    this.isChanged = false;
    const { since, called, told } = this.kept;
    const written = {
      since: bounded(since, "servers"),
      called: bounded(called, "called"),
      told: bounded(told, "servers"),
    };
    await this.parts.state.set(key, written);
  }

  private later(): void {
    this.timer = this.parts.clock.after(
      unusedRules.lookMs,
      () => {
        this.look().catch(this.parts.report);
        this.later();
      },
      true,
    );
  }
}

const nameOf = ({ server, tool }: { readonly server: ServerId; readonly tool: string }): string => `${server}/${tool}`;

/** The entries that stand last, as the store takes them. */
const bounded = (all: ReadonlyMap<string, number>, limit: "servers" | "called"): Readonly<Record<string, number>> =>
  Object.fromEntries([...all].slice(-unusedRules[limit]));

/** The store is the editor's, and may hold what another version wrote. */
function readKept(stored: unknown): Kept {
  const { since, called, told } = isObject(stored) ? stored : {};
  const times = (value: unknown): Map<string, number> =>
    new Map(
      Object.entries(isObject(value) ? value : {}).filter((one): one is [string, number] => typeof one[1] === "number"),
    );
  return { since: times(since), called: times(called), told: times(told) };
}
