import { isObject } from "../../protocol/isObject";
import type { StateStore } from "./ports";

interface Kept {
  readonly id: string;
  /** Characters of JSON. */
  readonly size: number;
}

/**
 * Records by id in a state store that others may write, too. All of them together hold at most `limit` characters of JSON: of more, those
 * that were written longest ago go.
 */
export class BoundedRecords {
  constructor(
    private readonly store: StateStore,
    /** The key of the index, and with a point and the id that of a record. */
    private readonly prefix: string,
    private readonly limit: number,
    /** Hears of what could not be written. */
    private readonly report: (error: unknown) => void,
  ) {}

  get(id: string): unknown {
    return this.store.get(this.keyOf(id));
  }

  /** Oldest first. */
  ids(): readonly string[] {
    return this.index().map(({ id }) => id);
  }

  /** Replaces a record; `undefined` drops it. */
  set(id: string, value: unknown): void {
    const before = this.index();
    const others = before.filter((kept) => kept.id !== id);
    const size = value === undefined ? 0 : JSON.stringify(value).length;
    const all = value === undefined ? others : [...others, { id, size }];
    let total = all.reduce((sum, kept) => sum + kept.size, 0);
    const first = all.findIndex((kept) => {
      if (total <= this.limit) return true;
      total -= kept.size;
      return false;
    });
    const left = first < 0 ? [] : all.slice(first);
    for (const old of before) if (!left.some((kept) => kept.id === old.id)) this.write(this.keyOf(old.id), undefined);
    if (left.some((kept) => kept.id === id)) this.write(this.keyOf(id), value);
    this.write(this.prefix, left);
  }

  private index(): readonly Kept[] {
    const stored = this.store.get(this.prefix);
    return Array.isArray(stored) ? stored.filter(isKept) : [];
  }

  private keyOf = (id: string): string => `${this.prefix}.${id}`;

  private write(key: string, value: unknown): void {
    this.store.set(key, value).catch(this.report);
  }
}

/** The store may hold what another version wrote. */
const isKept = (value: unknown): value is Kept =>
  isObject(value) && typeof value.id === "string" && typeof value.size === "number";
