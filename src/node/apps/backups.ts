import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { replaceFile } from "./replaceFile";

/** How many backups are kept; the oldest goes first. */
const kept = 50;

const backupName = /^\d{4}-\d\d-\d\dT[\d-]+Z-/;

/** Keeps what a file held, readable only for the user, and gives the path of the backup. Rejects with Node's error. */
export async function keepBackup(folder: string, path: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const all = (await readdir(folder)).filter((name) => backupName.test(name)).sort();
  for (const name of all.slice(0, Math.max(0, all.length + 1 - kept))) await rm(join(folder, name), { force: true });
  const at = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const backup = join(folder, `${at}-${crypto.randomUUID().slice(0, 8)}-${basename(path)}`);
  await replaceFile(backup, text, 0o600);
  return backup;
}
