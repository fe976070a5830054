import { hash } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { AuditFiles, AuditHead, AuditHeads, AuditPorts } from "../../core/audit/auditPorts";
import { codeOf } from "../../protocol/systemError";
import { currentFile, LogFiles } from "./logFiles";
import { type KeyStore, type SigningKey, signingKey, textOf } from "./signingKey";
import { WriterLock } from "./writerLock";

/** How many processes may write at the same time, each its own log. */
const mostLogs = 64;

/** The name of a log, by its number from 1 on. */
export const logName = (number: number): string => `audit-${number}`;

/** The name of the file of a public key, beside the logs that it signs. */
export const publicKeyFile = (key: string): string => `audit-${key}.pub.pem`;

export const sha256 = (text: string): string => hash("sha256", text);

/** The audit of this machine: logs in a folder, a key, and the newest heads elsewhere. */
export function auditPorts(folder: string, keys: KeyStore, heads: AuditHeads): AuditPorts {
  let key: Promise<SigningKey> | undefined;
  return {
    open: () => openLog(folder),
    idle: () => idleLogs(folder),
    key: () => {
      key ??= keyBeside(folder, keys);
      key.catch(() => {
        key = undefined; // the next one that needs it tries again
      });
      return key;
    },
    heads,
    sha256,
  };
}

async function keyBeside(folder: string, keys: KeyStore): Promise<SigningKey> {
  const key = await signingKey(keys);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, publicKeyFile(key.id)), key.publicKey, { mode: 0o644 });
  return key;
}

/** Takes the first log of the folder that no other process writes. Throws what the system answers, and `EBUSY` where all are taken. */
function openLog(folder: string): AuditFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let failure: unknown = Object.assign(new Error("Every log is written by another process."), { code: "EBUSY" });
  for (let number = 1; number <= mostLogs; number++) {
    const log = logName(number);
    const lock = WriterLock.take(join(folder, `${log}.lock`));
    if (!lock) continue;
    try {
      return new LogFiles(folder, log, lock);
    } catch (error) {
      // A file that cannot be continued is left as it is, for the person who looks into it.
      lock.release();
      failure = error;
      if (codeOf(error) !== undefined) throw error; // the system refuses: the next one would fail alike
    }
  }
  throw failure;
}

/** The logs that are there and that nobody writes. One that cannot be continued is left as it is. */
function* idleLogs(folder: string): Generator<AuditFiles, void, undefined> {
  const names = new Set(readdirSync(folder));
  for (let number = 1; number <= mostLogs; number++) {
    const log = logName(number);
    if (!names.has(currentFile(log))) continue;
    const lock = WriterLock.take(join(folder, `${log}.lock`));
    if (!lock) continue;
    let files: LogFiles;
    try {
      files = new LogFiles(folder, log, lock);
    } catch {
      lock.release(); // the next process that opens the log says why
      continue;
    }
    yield files;
  }
}

const Head = z.object({ seq: z.int().min(1), hash: z.string().regex(/^[\da-f]{64}$/), key: z.string() });

/** A head as it was written; `undefined` if the text is not one. */
export function headIn(text: string | undefined): AuditHead | undefined {
  if (text === undefined) return undefined;
  try {
    return Head.parse(JSON.parse(text));
  } catch {
    return undefined; // of another version, or broken: the log is then not compared
  }
}

/** The newest heads in files of a folder that is not the one of the logs. */
export function headFiles(folder: string): AuditHeads {
  const file = (log: string) => join(folder, `${log}.head.json`);
  return {
    get: async (log) => headIn(await textOf(file(log))),
    set: async (log, head) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const next = `${file(log)}.${crypto.randomUUID()}`;
      await writeFile(next, JSON.stringify(head), { mode: 0o600 });
      await rename(next, file(log));
    },
  };
}
