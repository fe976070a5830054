/** How long the event loop may stand still, in milliseconds. */
export const blockLimitMs = 50;

/** Garbage is collected when it is: the shortest of some runs says what the code itself does. */
const maxRuns = 4;

/**
 * For how long the event loop of this thread stood still at most while something was done, in milliseconds of the processor: what passed of
 * them between two turns of a timer that is due each millisecond. The clock would not do, and neither would the loop's delay that
 * `perf_hooks` measures by it: on a busy machine both say how long others were let go first.
 */
export async function longestBlock(act: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = threadMs();
  const look = () => {
    const now = threadMs();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  try {
    await act();
    await new Promise((resolve) => setTimeout(resolve, 20)); // what it has begun is over
  } finally {
    clearInterval(timer);
  }
  look();
  return longest;
}

/** Milliseconds of the processor that this thread has had. Node tells it from version 24 on; before, only what all threads had together. */
export function threadMs(): number {
  const ofThread: unknown = Reflect.get(process, "threadCpuUsage");
  const usage: NodeJS.CpuUsage = typeof ofThread === "function" ? ofThread.call(process) : process.cpuUsage();
  return (usage.user + usage.system) / 1000;
}

/** Runs until one stays within the limit, at most four times; `run` gives its longest block. Throws where none of them does. */
export async function neverBlocks(run: () => Promise<number>): Promise<void> {
  const blocks: number[] = [];
  while (blocks.length < maxRuns) {
    const ms = await run();
    if (ms <= blockLimitMs) return;
    blocks.push(ms);
  }
  const all = blocks.map((ms) => ms.toFixed(1)).join(", ");
  throw new Error(`The event loop stood still for ${all} ms of the processor; ${blockLimitMs} ms are allowed.`);
}
