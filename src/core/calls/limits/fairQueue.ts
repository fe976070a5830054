/**
 * A bounded queue that takes turns among keys: each key's items stay in order, and a key with a thousand items delays another by
 * one item at most. An item is told from others by its identity, and is in the queue once.
 */
export class FairQueue<T> {
  /** The key whose turn it is comes first. A key without items is not in the map. */
  private readonly lines = new Map<string, Set<T>>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(key: string, item: T): void {
    const line = this.lines.get(key);
    if (line) line.add(item);
    else this.lines.set(key, new Set([item]));
    this.count++;
  }

  /** The next item, taken out; its key goes to the end of the round. */
  take(): T | undefined {
    for (const [key, line] of this.lines) {
      this.lines.delete(key);
      for (const item of line) {
        line.delete(item);
        this.count--;
        if (line.size > 0) this.lines.set(key, line);
        return item;
      }
    }
    return undefined;
  }

  /** Takes one item out, wherever it stands. Does nothing if it is not there. */
  remove(key: string, item: T): void {
    const line = this.lines.get(key);
    if (!line?.delete(item)) return;
    this.count--;
    if (line.size === 0) this.lines.delete(key);
  }
}
