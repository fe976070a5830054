import type { StateStore } from "../core/ports";

/** State that ends with the process. */
export class MemoryState implements StateStore {
  private readonly values = new Map<string, unknown>();

  get(key: string): unknown {
    return this.values.get(key);
  }

  async set(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}
