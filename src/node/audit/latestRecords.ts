import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parsedLine } from "../../core/audit/recordLine";

/** How much of the end of a file is looked at, in bytes. */
const tailBytes = 256 * 1024;

type LineRecord = Readonly<Record<string, unknown>>;

/** The latest records of all logs of a folder, newest first, as far as the ends of the files hold them. Rejects with what the system answers. */
export async function latestRecords(folder: string, count: number): Promise<readonly LineRecord[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".jsonl"));
  const current = names.filter((name) => /^audit-\d+\.jsonl$/.test(name));
  // A log that has just begun a new file has its latest records in the one before.
  const before = current.flatMap((name) => {
    const log = name.slice(0, -".jsonl".length);
    return names
      .filter((other) => other.startsWith(`${log}.`) && other !== name)
      .sort()
      .slice(-1);
  });
  const all = await Promise.all([...current, ...before].map((name) => tailOf(join(folder, name))));
  return all
    .flat()
    .sort((a, b) => compare(String(b.time), String(a.time)) || Number(b.seq) - Number(a.seq))
    .slice(0, count);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function tailOf(file: string): Promise<readonly LineRecord[]> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    return (from > 0 ? lines.slice(1) : lines).map(parsedLine).filter((record) => record !== undefined);
  } finally {
    await handle.close();
  }
}
