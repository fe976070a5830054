import {
  closeSync,
  fchmodSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { AuditArchive, AuditFiles } from "../../core/audit/auditPorts";
import type { WriterLock } from "./writerLock";

/** More than the longest line has, in bytes. */
const chunk = 128 * 1024;
/** How often it is looked at whether the lock is still held, in milliseconds. */
const lockCheckMs = 1000;
const lineFeed = 10;

/** The name of the current file of a log. */
export const currentFile = (log: string): string => `${log}.jsonl`;

/** The number of a file that was put aside; `undefined` for every other name. */
export function archiveNumber(name: string, log: string): number | undefined {
  const number = name.startsWith(`${log}.`) ? /^\d{10}(?=\.jsonl$)/.exec(name.slice(log.length + 1))?.[0] : undefined;
  return number === undefined ? undefined : Number(number);
}

/** The files of one log in a folder, which this process alone writes. */
export class LogFiles implements AuditFiles {
  firstLine: string | undefined;
  readonly lastLine: string | undefined;
  readonly tornBytes: number;
  readonly endedAt: number;
  private descriptor: number;
  private size: number;
  private checkedAt = Date.now();
  private isOpen = true;
  private readonly buffer = Buffer.allocUnsafe(2 * chunk);

  /** Throws what the system answers, and where the file does not end like a log. */
  constructor(
    private readonly folder: string,
    readonly log: string,
    private readonly lock: WriterLock,
  ) {
    this.descriptor = this.create();
    try {
      const { size, mtimeMs } = fstatSync(this.descriptor);
      this.size = size;
      this.endedAt = mtimeMs;
      const { line, torn } = tailOf(this.descriptor, this.size);
      this.tornBytes = torn;
      if (torn > 0) ftruncateSync(this.descriptor, this.size - torn);
      this.size -= torn;
      this.firstLine = headOf(this.descriptor, this.size);
      const newest = this.archives().at(-1);
      this.lastLine = line ?? (newest && this.lastLineOf(newest));
    } catch (error) {
      closeSync(this.descriptor);
      throw error;
    }
  }

  get bytes(): number {
    return this.size;
  }

  append(text: string): void {
    this.check();
    const bytes = this.bytesOf(text);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.descriptor, bytes, written);
      this.size += written;
    } catch (error) {
      this.takeBack();
      throw error;
    }
  }

  sync(): Promise<void> {
    return promisify(fdatasync)(this.descriptor);
  }

  rotate(): void {
    const last = this.archives().at(-1);
    const number = last ? (archiveNumber(last.name, this.log) ?? 0) + 1 : 1;
    renameSync(this.path(currentFile(this.log)), this.path(`${this.log}.${String(number).padStart(10, "0")}.jsonl`));
    const old = this.descriptor;
    this.descriptor = this.create();
    closeSync(old);
    this.size = 0;
    this.firstLine = undefined;
  }

  archives(): readonly AuditArchive[] {
    const numbered = readdirSync(this.folder).flatMap((name) => {
      const number = archiveNumber(name, this.log);
      return number === undefined ? [] : [{ name, number }];
    });
    return numbered
      .sort((a, b) => a.number - b.number)
      .map(({ name }) => {
        const { size, mtimeMs } = statSync(this.path(name));
        return { name, bytes: size, endedAt: mtimeMs };
      });
  }

  lastLineOf({ name }: AuditArchive): string | undefined {
    const descriptor = openSync(this.path(name), "r");
    try {
      return tailOf(descriptor, fstatSync(descriptor).size).line;
    } finally {
      closeSync(descriptor);
    }
  }

  folderBytes(): number {
    const files = readdirSync(this.folder).filter((name) => name.endsWith(".jsonl"));
    return files.reduce((sum, name) => sum + (statSync(this.path(name), { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  remove({ name }: AuditArchive): void {
    rmSync(this.path(name), { force: true });
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    closeSync(this.descriptor);
    this.lock.release();
  }

  /** Most batches fit into one buffer that is used again and again. A character has three bytes at most, as UTF-16 counts characters. */
  private bytesOf(text: string): Buffer {
    if (text.length * 3 > this.buffer.length) return Buffer.from(text);
    return this.buffer.subarray(0, this.buffer.write(text));
  }

  /** Throws where the file is not the one that this process writes anymore. */
  private check(): void {
    const { size, nlink } = fstatSync(this.descriptor);
    const now = Date.now();
    const isDue = now - this.checkedAt >= lockCheckMs;
    if (isDue) this.checkedAt = now;
    if (size === this.size && nlink > 0 && (!isDue || this.lock.isHeld())) return;
    throw Object.assign(new Error(`${currentFile(this.log)} was changed or removed.`), { code: "ESTALE" });
  }

  /** Removes what of a text was written: a record is there as a whole, or not at all. */
  private takeBack(): void {
    try {
      ftruncateSync(this.descriptor, this.size);
    } catch {
      // The disk refuses everything. The process that continues the log finds a torn line, and says so.
    }
  }

  private create(): number {
    const descriptor = openSync(this.path(currentFile(this.log)), "a+", 0o600);
    if ((fstatSync(descriptor).mode & 0o077) !== 0 && process.platform !== "win32") {
      try {
        fchmodSync(descriptor, 0o600);
      } catch (error) {
        closeSync(descriptor);
        throw error;
      }
    }
    return descriptor;
  }

  private path(name: string): string {
    return join(this.folder, name);
  }
}

/** The last whole line of a file, and how many bytes stand after it. */
function tailOf(descriptor: number, size: number): { readonly line: string | undefined; readonly torn: number } {
  const bytes = read(descriptor, Math.max(0, size - chunk), size);
  const end = bytes.lastIndexOf(lineFeed);
  if (end === -1 && size > bytes.length) throw new Error("The file has a line that no audit has.");
  if (end === -1) return { line: undefined, torn: size };
  const before = end === 0 ? -1 : bytes.lastIndexOf(lineFeed, end - 1);
  if (before === -1 && size > bytes.length) throw new Error("The file has a line that no audit has.");
  return { line: bytes.toString("utf8", before + 1, end), torn: bytes.length - end - 1 };
}

function headOf(descriptor: number, size: number): string | undefined {
  const bytes = read(descriptor, 0, Math.min(size, chunk));
  const end = bytes.indexOf(lineFeed);
  return end === -1 ? undefined : bytes.toString("utf8", 0, end);
}

function read(descriptor: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(descriptor, bytes, filled, bytes.length - filled, from + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
