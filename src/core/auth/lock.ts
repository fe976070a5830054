/** What the holder of a lock learns from the one before it. */
export interface LockHandle {
  /** The newest generation of tokens that any holder has written; storage may still show an older one for a moment. */
  readonly generation: number;
  /** Tells those who come after. */
  written(generation: number): Promise<void>;
}

/** Runs one piece of work at a time under a name, over all windows where the implementation reaches them. */
export type Lock = <T>(name: string, work: (turn: LockHandle) => Promise<T>) => Promise<T>;

/** A lock within this process: all that is needed where nothing is shared with another one. */
export function processLock(): Lock {
  const last = new Map<string, Promise<unknown>>();
  const generations = new Map<string, number>();
  return (name, work) => {
    const turn: LockHandle = {
      get generation() {
        return generations.get(name) ?? 0;
      },
      written: async (generation) => void generations.set(name, generation),
    };
    const result = (last.get(name) ?? Promise.resolve()).then(() => work(turn));
    const settled = Promise.allSettled([result]).then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
    last.set(name, settled);
    return result;
  };
}
