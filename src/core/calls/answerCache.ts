import type { ServerId } from "../../protocol/hubEvent";
import type { ToolResult } from "../messages/toolResult";

/** A kept answer. `fresh` ends when something on its server may have changed; it may still stand in for one that failed. */
export interface Kept {
  readonly result: ToolResult;
  /** When it was got, as the clock tells it. */
  readonly at: number;
  readonly bytes: number;
  fresh: boolean;
}

/** How much a cache may hold. */
export interface CacheLimit {
  readonly bytes: number;
  readonly entries: number;
}

/**
 * Answers by server and key, the least recently used first to go; bounded in bytes and in number. A map keeps the order and each lookup passes the
 * time in, which is all that is needed of an LRU library here.
 */
export class AnswerCache {
  private readonly entries = new Map<ServerId, Map<string, Kept>>();
  /** All keys in the order of their use: `server` and key, apart. */
  private readonly order = new Map<Kept, readonly [server: ServerId, key: string]>();
  private held = 0;

  get bytes(): number {
    return this.held;
  }

  get size(): number {
    return this.order.size;
  }

  get(server: ServerId, key: string): Kept | undefined {
    const kept = this.entries.get(server)?.get(key);
    if (!kept) return undefined;
    this.order.delete(kept);
    this.order.set(kept, [server, key]);
    return kept;
  }

  /** Keeps an answer, and lets others go until all are within `most`. One that is larger than a quarter of its bytes is not kept. */
  put(server: ServerId, key: string, result: ToolResult, at: number, most: CacheLimit): void {
    this.delete(server, key);
    const bytes = bytesOf(result, most.bytes / 4) + 2 * key.length;
    if (bytes > most.bytes / 4) return;
    const kept: Kept = { result, at, bytes, fresh: true };
    const ofServer = this.entries.get(server) ?? new Map<string, Kept>();
    this.entries.set(server, ofServer.set(key, kept));
    this.order.set(kept, [server, key]);
    this.held += bytes;
    for (const [, [oldServer, oldKey]] of this.order) {
      if (this.held <= most.bytes && this.order.size <= most.entries) break;
      this.delete(oldServer, oldKey);
    }
  }

  delete(server: ServerId, key: string): void {
    const ofServer = this.entries.get(server);
    const kept = ofServer?.get(key);
    if (!ofServer || !kept) return;
    ofServer.delete(key);
    if (ofServer.size === 0) this.entries.delete(server);
    this.order.delete(kept);
    this.held -= kept.bytes;
  }

  /** Something on the server may have changed: what is kept may only stand in for an answer that fails. */
  age(server: ServerId): void {
    for (const kept of this.entries.get(server)?.values() ?? []) kept.fresh = false;
  }

  /** Another server, or another account, may be behind the name: nothing that is kept is its. */
  forget(server: ServerId): void {
    for (const key of [...(this.entries.get(server)?.keys() ?? [])]) this.delete(server, key);
  }
}

/** About how much memory plain data takes; stops counting past `limit`. */
export function bytesOf(value: unknown, limit: number): number {
  let bytes = 0;
  const rest: unknown[] = [value];
  while (rest.length > 0 && bytes <= limit) {
    const part = rest.pop();
    if (typeof part === "string") bytes += 16 + 2 * part.length;
    else if (typeof part === "object" && part !== null) {
      const inner: unknown[] = Object.values(part);
      bytes += 32 + 16 * inner.length;
      if (bytes <= limit) for (const one of inner) rest.push(one);
    } else bytes += 8;
  }
  return bytes;
}
