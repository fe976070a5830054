import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { AuditHeads } from "../../core/audit/auditPorts";
import { type LogCheck, type LogText, verifyLog } from "../../core/audit/verifyLog";
import { logName, publicKeyFile, sha256 } from "./auditFolder";
import { archiveNumber, currentFile } from "./logFiles";
import { keyId } from "./signingKey";

/** The largest file that is read, in bytes: no file of a log is as large. */
const largest = 256 * 1024 * 1024;

const noHeads: Pick<AuditHeads, "get"> = { get: async () => undefined };

/**
 * Looks through a folder of logs, or through one file. Rejects with what the system answers.
 *
 * @param heads where the newest heads are kept; without it, a tail that was cut off at a head is not found
 */
export async function checkAudit(path: string, heads: Pick<AuditHeads, "get"> = noHeads): Promise<readonly LogCheck[]> {
  if ((await stat(path)).isFile()) return [await checkFile(path)];
  const isSigned = signatureCheck(path);
  const logs = new Set([...(await knownLogs(heads)), ...logsIn(await readdir(path))]);
  const checks: LogCheck[] = [];
  for (const log of [...logs].sort((a, b) => Number(a.slice(6)) - Number(b.slice(6)))) {
    // The head comes first: a hub that writes meanwhile is then ahead of it, never behind.
    const newest = await heads.get(log);
    let verdict = await verifyLog(filesOf(path, log), { sha256, isSigned, newest });
    // A hub that puts a file aside meanwhile hides it from this reading, but not from the next one.
    if (verdict.problems.length > 0) verdict = await verifyLog(filesOf(path, log), { sha256, isSigned, newest });
    checks.push({ name: log, verdict });
  }
  return checks;
}

async function checkFile(file: string): Promise<LogCheck> {
  const one = async function* (): AsyncGenerator<LogText> {
    yield await textIn(dirname(file), basename(file));
  };
  const isSigned = signatureCheck(dirname(file));
  return { name: basename(file), verdict: await verifyLog(one(), { sha256, isSigned, isPart: true }) };
}

/** The files of a log, the oldest first. */
async function* filesOf(folder: string, log: string): AsyncGenerator<LogText> {
  const names = await readdir(folder);
  const archives = names.filter((name) => archiveNumber(name, log) !== undefined).sort();
  for (const name of archives) yield await textIn(folder, name);
  if (names.includes(currentFile(log))) yield await textIn(folder, currentFile(log));
}

async function textIn(folder: string, name: string): Promise<LogText> {
  const file = join(folder, name);
  if ((await stat(file)).size > largest) throw new Error(`${name} is larger than the file of an audit.`);
  return { name, text: await readFile(file, "utf8") };
}

/** The logs whose newest heads are known: one that is gone as a whole is among them. */
async function knownLogs(heads: Pick<AuditHeads, "get">): Promise<readonly string[]> {
  const known: string[] = [];
  while (await heads.get(logName(known.length + 1))) known.push(logName(known.length + 1));
  return known;
}

const logsIn = (names: readonly string[]): readonly string[] => [
  ...new Set(names.flatMap((name) => /^(audit-\d+)(?:\.\d{10})?\.jsonl$/.exec(name)?.[1] ?? [])),
];

/** Checks signatures with the public keys beside the logs. A file whose key is not the one of its name counts as missing. */
function signatureCheck(folder: string) {
  const keys = new Map<string, KeyObject | undefined>();
  const keyOf = (id: string): KeyObject | undefined => {
    if (!keys.has(id)) keys.set(id, publicKey(folder, id));
    return keys.get(id);
  };
  return (text: string, signature: string, id: string): boolean | undefined => {
    const key = keyOf(id);
    return key && verify(null, Buffer.from(text), key, Buffer.from(signature, "base64"));
  };
}

function publicKey(folder: string, id: string): KeyObject | undefined {
  if (!/^[\da-f]{16}$/.test(id)) return undefined;
  try {
    const key = createPublicKey(readFileSync(join(folder, publicKeyFile(id))));
    return keyId(key) === id ? key : undefined;
  } catch {
    return undefined; // missing, or not a key: the verdict says that the signature could not be checked
  }
}
