import type { StateStore } from "../../src/core/kernel/ports";

/** A store that lives as long as the test does, and holds copies as a real one. */
export class MapStore implements StateStore {
  readonly values = new Map<string, string>();
  writes = 0;

  get(key: string): unknown {
    const text = this.values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async set(key: string, value: unknown): Promise<void> {
    this.writes++;
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, JSON.stringify(value));
  }
}
