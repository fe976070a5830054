import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Era } from "../../protocol/era";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { StateStore } from "../kernel/ports";

const key = "mcpHub.eras";

/** How many servers are remembered; the oldest go. */
const limit = 500;

/** A server that speaks both eras is asked anew after this time, so that it is noticed when it learns the modern one. */
const legacyHoldsMs = 7 * 24 * 60 * 60_000;

/** What was found out of a server. */
export interface EraVerdict {
  readonly era: Era;
  /** The server's own version, where it came to say it: another one may speak another era. */
  readonly version?: string;
}

interface Kept extends EraVerdict {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The era of each server, by its address or its command, so that it is asked for once (specification 2026-07-28, versioning: a client
 * should keep what it learned). Kept over restarts, without the address itself: it may hold a secret.
 */
export class RememberedEras {
  /** Oldest first. */
  private kept: readonly Kept[];

  constructor(
    private readonly store: StateStore,
    private readonly now: () => number,
    /** Hears of what could not be written; the server is then asked anew after a restart. */
    private readonly report: (error: unknown) => void,
  ) {
    const stored = store.get(key);
    this.kept = (Array.isArray(stored) ? stored : []).filter(isKept).slice(-limit);
  }

  of(plan: LaunchPlan): EraVerdict | undefined {
    const id = identityOf(plan);
    const found = this.kept.find((kept) => kept.id === id);
    if (!found || (found.era === "legacy" && this.now() - found.at > legacyHoldsMs)) return undefined;
    return found;
  }

  /** Written only where it says something new. */
  learn(plan: LaunchPlan, { era, version }: EraVerdict): void {
    const id = identityOf(plan);
    const before = this.of(plan);
    if (before?.era === era && before.version === version) return;
    const others = this.kept.filter((kept) => kept.id !== id);
    this.keep([...others, { id, era, at: this.now(), ...(version !== undefined && { version }) }]);
  }

  forget(plan: LaunchPlan): void {
    const id = identityOf(plan);
    if (this.kept.some((kept) => kept.id === id)) this.keep(this.kept.filter((kept) => kept.id !== id));
  }

  private keep(kept: readonly Kept[]): void {
    this.kept = kept.slice(-limit);
    this.store.set(key, this.kept).catch(this.report);
  }
}

/** A program by its command line and folder, anything else by its address. */
function identityOf(plan: LaunchPlan): string {
  const words = plan.kind === "stdio" ? [plan.command, ...plan.args, plan.cwd ?? ""] : [plan.kind, plan.url];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(words)))).slice(0, 32);
}

/** The store is the editor's, and may hold what another version wrote. */
function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null) return false;
  const { id, era, at, version }: Partial<Record<keyof Kept, unknown>> = value;
  const isVersion = version === undefined || typeof version === "string";
  return typeof id === "string" && (era === "legacy" || era === "modern") && typeof at === "number" && isVersion;
}
