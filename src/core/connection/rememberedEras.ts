import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Era } from "../../protocol/era";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { StateStore } from "../kernel/ports";

const key = "mcpHub.eras";

/** The number of servers that are remembered. The oldest are dropped. */
const limit = 500;

/** The era of a legacy server is negotiated again after this time, so that the hub notices when it supports the modern era. */
const legacyValidMs = 7 * 24 * 60 * 60_000;

/** The outcome of a negotiation with a server. */
export interface EraVerdict {
  readonly era: Era;
  /** The server's own version, if it reported one: another version may speak another era. */
  readonly version?: string;
  /** The revision to offer in the handshake, where the server refuses any other. */
  readonly offers?: string;
}

interface StoredEra extends EraVerdict {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Remembers the era of each server, by its address or its command, so that it is negotiated once (specification 2026-07-28, versioning: a
 * client should keep what it learned). It is stored across restarts as a digest, because the address may hold a secret.
 */
export class RememberedEras {
  /** Oldest first. */
  private kept: readonly StoredEra[];

  constructor(
    private readonly store: StateStore,
    private readonly now: () => number,
    /** Called when the store cannot be written. The server is then asked again after a restart. */
    private readonly onWriteError: (error: unknown) => void,
  ) {
    const stored = store.get(key);
    this.kept = (Array.isArray(stored) ? stored : []).filter(isStoredEra).slice(-limit);
  }

  of(plan: LaunchPlan): EraVerdict | undefined {
    const id = identityOf(plan);
    const found = this.kept.find((kept) => kept.id === id);
    if (!found || (found.era === "legacy" && this.now() - found.at > legacyValidMs)) return undefined;
    return found;
  }

  /** Writes the store only if the verdict is new. */
  learn(plan: LaunchPlan, { era, version, offers }: EraVerdict): void {
    const id = identityOf(plan);
    const before = this.of(plan);
    if (before?.era === era && before.version === version && before.offers === offers) return;
    const others = this.kept.filter((kept) => kept.id !== id);
    const more = { ...(version !== undefined && { version }), ...(offers !== undefined && { offers }) };
    this.keep([...others, { id, era, at: this.now(), ...more }]);
  }

  forget(plan: LaunchPlan): void {
    const id = identityOf(plan);
    if (this.kept.some((kept) => kept.id === id)) this.keep(this.kept.filter((kept) => kept.id !== id));
  }

  private keep(kept: readonly StoredEra[]): void {
    this.kept = kept.slice(-limit);
    this.store.set(key, this.kept).catch(this.onWriteError);
  }
}

/** Identifies a program by its command line and folder, and any other server by its address. */
function identityOf(plan: LaunchPlan): string {
  const words = plan.kind === "stdio" ? [plan.command, ...plan.args, plan.cwd ?? ""] : [plan.kind, plan.url];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(words)))).slice(0, 32);
}

/** The store may hold what another version of the extension wrote. */
function isStoredEra(value: unknown): value is StoredEra {
  if (typeof value !== "object" || value === null) return false;
  const { id, era, at, version, offers }: Partial<Record<keyof StoredEra, unknown>> = value;
  const areTexts = [version, offers].every((text) => text === undefined || typeof text === "string");
  return typeof id === "string" && (era === "legacy" || era === "modern") && typeof at === "number" && areTexts;
}
