import type { Readable } from "node:stream";
import { yieldToLoop } from "../../core/kernel/timeSlices";

/** How much of one stream is read in a turn of the event loop, in bytes: Node would read two megabytes before anything else has a turn. */
const turnBytes = 256 * 1024;

/**
 * Passes on what comes, as it comes, and lets the event loop run after every `turnBytes`. Nothing more is read until the promise for a
 * chunk has settled, which must not reject.
 */
export function readInTurns(stream: Readable, onChunk: (chunk: Buffer) => Promise<void> | undefined): void {
  let read = 0;
  stream.on("data", (chunk: Buffer) => {
    read += chunk.length;
    const busy = onChunk(chunk) ?? (read >= turnBytes ? yieldToLoop() : undefined);
    if (!busy) return;
    read = 0;
    stream.pause();
    void busy.then(() => stream.resume());
  });
}
