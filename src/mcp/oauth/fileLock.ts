import { createHash } from "node:crypto";
import { mkdir, open, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Lock, processLock } from "../../core/auth/lock";
import { neverAborted } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { Pause } from "../../core/kernel/pause";
import { message } from "../../protocol/message";

export interface FileLockOptions {
  /** A folder that all windows of this machine share; created where it is missing. It never holds a secret. */
  readonly folder: string;
  readonly clock: Clock;
  /** A lock that was not renewed for so long belongs to a window that is gone, in milliseconds. */
  readonly staleMs?: number;
  /** The longest wait for the lock, in milliseconds. */
  readonly waitMs?: number;
}

const pollMs = 25;

/** Nobody else on this machine needs to know when the person signs in where. */
const forOwner = 0o600;

/** The content of a lock file: the id of its holder. */
const isHolder = /^[\da-f-]{36}$/;
/** Another window has removed the file, or is removing it: Windows has several codes for this. */
const justGone = ["ENOENT", "EPERM", "EACCES", "EBUSY"] as const;

/** On Windows, EPERM or EACCES can mean a file that is just being deleted; elsewhere they mean that no file can be created there. */
const isHeld = (error: unknown): boolean =>
  isCode(error, "EEXIST") || (process.platform === "win32" && isCode(error, "EPERM", "EACCES"));

const unusable = (folder: string, error: unknown): HubError =>
  new HubError(
    "transport",
    message(
      "signIn.lockFolder",
      "No sign-in can be renewed: the folder {folder} cannot be written ({code}). Make it writable, then try again.",
      { folder, code: String(error instanceof Error && "code" in error ? error.code : error) },
    ),
    { cause: error },
  );

/** A lock over all windows of this machine, by a file that only one of them can create. Within a window, callers queue first. */
export function fileLock({ folder, clock, staleMs = 15_000, waitMs = 60_000 }: FileLockOptions): Lock {
  const here = processLock();
  const pause = new Pause(clock);

  const take = async (file: string, holder: string): Promise<void> => {
    const until = clock.now() + waitMs;
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw unusable(folder, error);
    });
    for (;;) {
      try {
        await writeFile(file, holder, { flag: "wx", mode: forOwner });
        return;
      } catch (error) {
        if (!isHeld(error)) throw unusable(folder, error);
      }
      await dropStale(file);
      if (clock.now() >= until)
        throw new HubError(
          "transport",
          message("signIn.lockTimeout", "Another window has been renewing this sign-in for too long. Try again later."),
        );
      await pause.for(pollMs, neverAborted);
    }
  };

  /** A window that crashed does not release its lock. */
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
   * Removes the lock of one holder, and of no other. Between reading the file and removing it, another window may do the same, and a third
   * one may hold the lock by then. So every remover, the holder included, first creates a claim file, which only one can do for each holder.
   * While the claim exists, no other window removes the lock file; while the lock file exists, no other window creates a new one.
   */
  const remove = async (file: string, holder: string): Promise<void> => {
    const isNamed = isHolder.test(holder);
    const claim = `${file}.${isNamed ? holder : "unnamed"}`;
    try {
      await (await open(claim, "wx", forOwner)).close();
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
      if (await isStale(claim)) await rm(claim, { force: true }); // of a window that crashed in between: the next attempt finds no claim
      return;
    }
    try {
      const isSame = (await readFile(file, "utf8")) === holder;
      // A new lock has no holder for a moment either; but it is not stale.
      if (isSame && (isNamed || (await isStale(file)))) await rm(file, { force: true });
    } finally {
      await rm(claim, { force: true });
    }
  };

  /** Where the lock was removed as stale, another window may hold it by now. */
  const release = async (file: string, holder: string): Promise<void> => {
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
      const renewal = keepFresh(file, clock, staleMs / 3);
      try {
        return await work({
          generation: await generationIn(`${path}.generation`),
          announce: (generation) => writeFile(`${path}.generation`, String(generation), { mode: forOwner }),
        });
      } finally {
        renewal.dispose();
        await release(file, holder);
      }
    });
}

/** Shows other windows that the holder is alive. */
function keepFresh(file: string, clock: Clock, everyMs: number) {
  let timer = clock.after(everyMs, renew);
  function renew() {
    const now = clock.now() / 1000;
    // A lock that another window removed as stale is gone: the work goes on, and the authorization server checks its outcome.
    void Promise.allSettled([utimes(file, now, now)]);
    timer = clock.after(everyMs, renew);
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
