/** What the holders of a lock pass on to each other. */
export interface LockHandle {
  /** The newest generation of tokens that a holder has written. Storage may still return an older one for a moment. */
  readonly generation: number;
  /** Passes a generation on to the next holders. */
  announce(generation: number): Promise<void>;
}

/** Runs one operation at a time under a name, across all windows if the implementation supports that. */
export type Lock = <T>(name: string, operation: (handle: LockHandle) => Promise<T>) => Promise<T>;

/** A lock within this process, for state that is not shared with other processes. */
export function processLock(): Lock {
  const last = new Map<string, Promise<unknown>>();
  const generations = new Map<string, number>();
  return (name, operation) => {
    const handle: LockHandle = {
      get generation() {
        return generations.get(name) ?? 0;
      },
      announce: async (generation) => void generations.set(name, generation),
    };
    const result = (last.get(name) ?? Promise.resolve()).then(() => operation(handle));
    const settled = Promise.allSettled([result]).then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
    last.set(name, settled);
    return result;
  };
}
