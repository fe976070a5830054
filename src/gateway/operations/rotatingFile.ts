import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import pino, { type DestinationStream } from "pino";
import { codeOf } from "../../protocol/systemError";

export interface RotatingFileOptions {
  readonly file: string;
  readonly maxBytes: number;
  /** With the current one. */
  readonly files: number;
  /** Hears how many lines did not fit into memory while the disk was busy. */
  readonly dropped: (count: number) => void;
  readonly failed: (reason: string) => void;
}

export interface RotatingFile {
  readonly stream: DestinationStream;
  /** Settles when everything is written. */
  close(): Promise<void>;
}

/** How much waits in memory before it is written (the stream wants less than 16 KB), and how much at most, in bytes. */
const batchBytes = 15 * 1024;
const waitingBytes = 4 * 1024 * 1024;

/** What waits is written at the latest after this, in milliseconds. */
const flushMs = 250;

/** A file that is written in the background and put aside when it is large: FILE.1 is the newest of the older ones. Throws what the system answers. */
export function rotatingFile({ file, maxBytes, files, dropped, failed }: RotatingFileOptions): RotatingFile {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // The stream opens its file a little later, and a failure then would end the process.
  closeSync(openSync(file, "a", 0o600));
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let lost = 0;
  /** Between two files, and at the end, what is written goes into the file that was put aside. */
  let isOpen = true;
  let isEnding = false;
  const out = pino.destination({
    ...{ dest: file, sync: false, mode: 0o600, minLength: batchBytes, maxLength: waitingBytes, periodicFlush: flushMs },
  });

  const putAside = () => {
    rmSync(`${file}.${files - 1}`, { force: true });
    for (let number = files - 2; number >= 1; number--) move(`${file}.${number}`, `${file}.${number + 1}`);
    if (files > 1) move(file, `${file}.1`);
    else rmSync(file, { force: true });
    size = 0;
    isOpen = false;
    out.once("ready", () => {
      isOpen = true;
    });
    out.reopen();
  };

  out.on("write", (bytes: number) => {
    size += bytes;
    try {
      if (size >= maxBytes && isOpen && !isEnding) putAside();
    } catch (error) {
      failed(reasonOf(error)); // the file grows on, and the next write tries again
    }
  });
  out.on("drop", () => void lost++);
  out.on("drain", () => {
    if (lost === 0) return;
    const count = lost;
    lost = 0;
    dropped(count);
  });
  out.on("error", (error: Error) => failed(reasonOf(error)));
  return {
    stream: out,
    close: () =>
      new Promise((resolve) => {
        out.once("close", resolve);
        out.once("error", () => resolve());
        isEnding = true;
        if (isOpen) out.end();
        else out.once("ready", () => out.end());
      }),
  };
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

const reasonOf = (error: unknown): string => codeOf(error) ?? String(error);
