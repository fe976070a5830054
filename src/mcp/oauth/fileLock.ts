import { createHash } from "node:crypto";
import { mkdir, open, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Lock, processLock } from "../../core/auth/lock";
import { neverAborted } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { Pause } from "../../core/kernel/pause";

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

/** What a file holds that is a lock: who has it. */
const isHolder = /^[\da-f-]{36}$/;
/** Another window has removed it, or is about to: Windows says so in many ways. */
const justGone = ["ENOENT", "EPERM", "EACCES", "EBUSY"] as const;

/** Windows says EPERM or EACCES of a file that is just being deleted; elsewhere they mean that no file can ever be made there. */
const isHeld = (error: unknown): boolean =>
  isCode(error, "EEXIST") || (process.platform === "win32" && isCode(error, "EPERM", "EACCES"));

const unusable = (folder: string, error: unknown): HubError =>
  new HubError(
    "transport",
    `No sign-in can be renewed: the folder ${folder} cannot be written (${error instanceof Error && "code" in error ? error.code : error}). Make it writable, then try again.`,
    { cause: error },
  );

/** A lock over all windows of this machine, by a file that only one of them can make. Within a window it forms a queue first. */
export function fileLock({ folder, clock, staleMs = 15_000, waitMs = 60_000 }: FileLockOptions): Lock {
  const here = processLock();
  const pause = new Pause(clock);

  const take = async (file: string, holder: string): Promise<void> => {
    const until = clock.now() + waitMs;
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw unusable(folder, error);
    });
    for (;;) {
      try {
        await writeFile(file, holder, { flag: "wx" });
        return;
      } catch (error) {
        if (!isHeld(error)) throw unusable(folder, error);
      }
      await dropStale(file);
      if (clock.now() >= until)
        throw new HubError("transport", "Another window has been renewing this sign-in for too long. Try again later.");
      await pause.for(lookMs, neverAborted);
    }
  };

  /** A window that is gone does not let go of its lock. */
  const dropStale = async (file: string): Promise<void> => {
    try {
      const holder = await readFile(file, "utf8");
      if (await isStale(file)) await remove(file, holder);
    } catch (error) {
      if (!isCode(error, ...justGone)) throw error;
    }
  };

  const isStale = async (file: string): Promise<boolean> => {
    const { mtimeMs } = await stat(file);
    return clock.now() - mtimeMs >= staleMs;
  };

  /**
   * Takes the lock of one holder away, and of no other. Between a look at the file and its removal another window may have done the same,
   * and a third one may hold the lock by then: so whoever wants to remove it, its holder too, first makes a claim, which only one can for
   * each holder. As long as the claim stands nobody else removes the file, and as long as the file stands nobody else makes a new one.
   */
  const remove = async (file: string, holder: string): Promise<void> => {
    const isNamed = isHolder.test(holder);
    const claim = `${file}.${isNamed ? holder : "unnamed"}`;
    try {
      await (await open(claim, "wx")).close();
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
      if (await isStale(claim)) await rm(claim, { force: true }); // of one that died in between: the next look finds none
      return;
    }
    try {
      const isSame = (await readFile(file, "utf8")) === holder;
      // A new lock has no name for a moment either; but it is not stale.
      if (isSame && (isNamed || (await isStale(file)))) await rm(file, { force: true });
    } finally {
      await rm(claim, { force: true });
    }
  };

  /** Where the lock was taken away, it may be another's by now. */
  const letGo = async (file: string, holder: string): Promise<void> => {
    try {
      await remove(file, holder);
    } catch (error) {
      if (!isCode(error, ...justGone)) throw error;
    }
  };

  return (name, work) =>
    here(name, async () => {
      const path = join(folder, createHash("sha256").update(name).digest("hex").slice(0, 32));
      const file = `${path}.lock`;
      const holder = crypto.randomUUID();
      await take(file, holder);
      const beat = keepFresh(file, clock, staleMs / 3);
      try {
        return await work({
          generation: await generationIn(`${path}.generation`),
          announce: (generation) => writeFile(`${path}.generation`, String(generation)),
        });
      } finally {
        beat.dispose();
        await letGo(file, holder);
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
