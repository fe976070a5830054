import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Lock, processLock } from "../../core/auth/lock";
import type { Clock } from "../../core/clock";
import { Pause } from "../../core/connection/pause";
import { HubError } from "../../core/hubError";

export interface FileLockOptions {
  /** A folder that all windows of this machine share; made where it is missing. It never holds a secret. */
  readonly folder: string;
  readonly clock: Clock;
  /** A lock that nobody has touched for so long belongs to a window that is gone, in milliseconds. */
  readonly staleMs?: number;
  /** The longest that anyone waits, in milliseconds. */
  readonly waitMs?: number;
}

const lookMs = 25;

/** A lock over all windows of this machine, by a file that only one of them can make. Within a window it forms a queue first. */
export function fileLock({ folder, clock, staleMs = 15_000, waitMs = 60_000 }: FileLockOptions): Lock {
  const here = processLock();
  const pause = new Pause(clock);
  const never = new AbortController().signal;

  const take = async (file: string): Promise<void> => {
    const until = clock.now() + waitMs;
    await mkdir(folder, { recursive: true });
    for (;;) {
      try {
        await (await open(file, "wx")).close();
        return;
      } catch (error) {
        // Windows says EPERM of a file that is just being deleted.
        if (!isCode(error, "EEXIST", "EPERM", "EACCES")) throw error;
      }
      await dropStale(file);
      if (clock.now() >= until)
        throw new HubError("transport", "Another window has been renewing this sign-in for too long. Try again later.");
      await pause.for(lookMs, never);
    }
  };

  /** Only one of several can rename it, so only one takes it away. */
  const dropStale = async (file: string): Promise<void> => {
    try {
      const { mtimeMs } = await stat(file);
      if (clock.now() - mtimeMs < staleMs) return;
      const aside = `${file}.${crypto.randomUUID()}`;
      await rename(file, aside);
      await rm(aside, { force: true });
    } catch (error) {
      if (!isCode(error, "ENOENT", "EPERM", "EACCES", "EBUSY")) throw error;
    }
  };

  return (name, work) =>
    here(name, async () => {
      const path = join(folder, createHash("sha256").update(name).digest("hex").slice(0, 32));
      const file = `${path}.lock`;
      await take(file);
      const beat = keepFresh(file, clock, staleMs / 3);
      try {
        return await work({
          generation: await generationIn(`${path}.generation`),
          written: (generation) => writeFile(`${path}.generation`, String(generation)),
        });
      } finally {
        beat.dispose();
        await rm(file, { force: true });
      }
    });
}

/** Shows others that the holder is alive. */
function keepFresh(file: string, clock: Clock, everyMs: number) {
  let timer = clock.after(everyMs, beat);
  function beat() {
    const now = clock.now() / 1000;
    // A lock that someone else has taken for stale is gone: the work goes on, and its outcome is checked by the authorization server.
    void Promise.allSettled([utimes(file, now, now)]);
    timer = clock.after(everyMs, beat);
  }
  return { dispose: () => timer.dispose() };
}

async function generationIn(file: string): Promise<number> {
  try {
    return Number(await readFile(file, "utf8")) || 0;
  } catch (error) {
    if (isCode(error, "ENOENT")) return 0;
    throw error;
  }
}

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && "code" in error && codes.some((code) => code === error.code);
