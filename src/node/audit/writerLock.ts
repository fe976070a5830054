import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { codeOf } from "../../protocol/systemError";

/** A lock of another machine that was not renewed for so long belongs to a process that is gone, in milliseconds. */
const staleMs = 60_000;
/** How often the holder renews it, in milliseconds. */
const renewMs = 10_000;

/** The locks that this process holds: a process that was restarted may have the number of the one before. */
const held = new Set<string>();

/**
 * Makes this process the only writer of what the file stands for, for as long as it lives. A lock of a process that is gone is taken over:
 * on the same machine its number tells, on another one (a shared folder, a container) its age.
 */
export class WriterLock {
  private renewedAt = Date.now();

  private constructor(
    private readonly file: string,
    private readonly holder: string,
  ) {}

  /** `undefined` if another process, or another part of this one, holds it. Throws what the system answers. */
  static take(file: string): WriterLock | undefined {
    if (held.has(file)) return undefined;
    const holder = JSON.stringify({ host: hostname(), pid: process.pid, id: crypto.randomUUID() });
    if (!create(file, holder)) {
      if (!isGone(file)) return undefined;
      // Only one process can move the old lock away, and only one can create the next.
      const old = `${file}.${crypto.randomUUID()}`;
      try {
        renameSync(file, old);
      } catch (error) {
        if (isCode(error, "ENOENT")) return undefined; // another one was faster
        throw error;
      }
      if (!isGone(old)) {
        giveBack(old, file); // another process has taken it over meanwhile
        return undefined;
      }
      rmSync(old, { force: true });
      if (!create(file, holder)) return undefined;
    }
    held.add(file);
    return new WriterLock(file, holder);
  }

  /** Whether it is still held: a machine that slept may have lost it. */
  isHeld(): boolean {
    try {
      const isMine = readFileSync(this.file, "utf8") === this.holder;
      if (isMine && Date.now() - this.renewedAt >= renewMs) {
        this.renewedAt = Date.now();
        utimesSync(this.file, this.renewedAt / 1000, this.renewedAt / 1000);
      }
      return isMine;
    } catch (error) {
      if (isCode(error, "ENOENT", "EACCES", "EPERM")) return false;
      throw error;
    }
  }

  release(): void {
    held.delete(this.file);
    if (this.isHeld()) rmSync(this.file, { force: true });
  }
}

function giveBack(old: string, file: string): void {
  try {
    linkSync(old, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(old, { force: true });
  }
}

function create(file: string, holder: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, "wx", 0o600);
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
  try {
    writeSync(descriptor, holder);
  } finally {
    closeSync(descriptor);
  }
  return true;
}

function isGone(file: string): boolean {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, "utf8") || "null");
    const isSame = (key: string, value: unknown) =>
      typeof holder === "object" && holder !== null && Reflect.get(holder, key) === value;
    if (!isSame("host", hostname())) return Date.now() - statSync(file).mtimeMs >= staleMs;
    const pid: unknown = typeof holder === "object" && holder !== null ? Reflect.get(holder, "pid") : undefined;
    // This process holds none of this name.
    return pid === process.pid || typeof pid !== "number" || !isAlive(pid);
  } catch (error) {
    if (isCode(error, "ENOENT")) return false; // its holder has released it: another attempt takes it
    if (error instanceof SyntaxError) return Date.now() - statSync(file).mtimeMs >= staleMs; // being written, or broken
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, "ESRCH");
  }
}

const isCode = (error: unknown, ...codes: readonly string[]): boolean => codes.some((code) => code === codeOf(error));
