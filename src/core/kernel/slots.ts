/** The initial number of slots; a power of two. */
const initialSize = 64;

/**
 * Keeps short-lived values under numbers that it assigns, in slots that are reused. A `Map` that loses as many entries as it gains leaves
 * a chain of old tables behind, whose entries survive two garbage collections: that cost 3.6 kB and a fifth of the time of each call.
 */
export class Slots<T extends object> {
  private ids: number[] = new Array(initialSize).fill(0);
  private values: (T | undefined)[] = new Array(initialSize).fill(undefined);
  private count = 0;

  /** The numbers rise and start after `last`. */
  constructor(private last: number) {}

  /** Adds a value and returns its number. */
  add(value: T): number {
    if (this.count * 2 >= this.values.length) this.grow();
    const mask = this.values.length - 1;
    do this.last++;
    while (this.values[this.last & mask] !== undefined);
    this.put(this.last, value);
    this.count++;
    return this.last;
  }

  get(id: number): T | undefined {
    const slot = id & (this.values.length - 1);
    return this.ids[slot] === id ? this.values[slot] : undefined;
  }

  /** Removes a value and returns it. */
  take(id: number): T | undefined {
    const value = this.get(id);
    if (value === undefined) return undefined;
    this.values[id & (this.values.length - 1)] = undefined;
    this.count--;
    return value;
  }

  /** The numbers in use. */
  numbers(): readonly number[] {
    return this.ids.filter((id) => this.get(id) !== undefined);
  }

  private put(id: number, value: T): void {
    const slot = id & (this.values.length - 1);
    this.ids[slot] = id;
    this.values[slot] = value;
  }

  private grow(): void {
    const { ids, values } = this;
    this.ids = new Array(values.length * 2).fill(0);
    this.values = new Array(values.length * 2).fill(undefined);
    for (const [slot, value] of values.entries()) if (value !== undefined) this.put(ids[slot] ?? 0, value);
  }
}
