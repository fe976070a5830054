/**
 * A queue that takes turns among keys, and among the keys below each of them: a caller with a thousand calls delays another by one call
 * at most, and so does a tool within its caller. Items of one path stay in order. An item is told from others by its identity, and is in
 * the queue once. The caller that adds to it bounds it.
 */
export class FairQueue<T> {
  /** The key whose turn it is comes first. A key without items is not in the map. */
  private readonly branches = new Map<string, FairQueue<T>>();
  private readonly items = new Set<T>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** `path`: the keys from the outermost in, the same number for every item of a queue. */
  add([key, ...below]: readonly string[], item: T): void {
    this.count++;
    if (key === undefined) {
      this.items.add(item);
      return;
    }
    let branch = this.branches.get(key);
    if (!branch) {
      branch = new FairQueue<T>();
      this.branches.set(key, branch);
    }
    branch.add(below, item);
  }

  /** The next item, taken out; its keys go to the end of their rounds. */
  take(): T | undefined {
    for (const item of this.items) {
      this.items.delete(item);
      this.count--;
      return item;
    }
    for (const [key, branch] of this.branches) {
      this.branches.delete(key);
      const item = branch.take();
      this.count--;
      if (branch.size > 0) this.branches.set(key, branch);
      return item;
    }
    return undefined;
  }

  /** Takes one item out, wherever it stands. Does nothing if it is not there. */
  remove([key, ...below]: readonly string[], item: T): boolean {
    const branch = key === undefined ? undefined : this.branches.get(key);
    const removed = key === undefined ? this.items.delete(item) : branch?.remove(below, item) === true;
    if (!removed) return false;
    this.count--;
    if (key !== undefined && branch?.size === 0) this.branches.delete(key);
    return true;
  }
}
