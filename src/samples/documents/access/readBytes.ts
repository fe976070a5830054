import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { quoted, Refusal } from "../refusal";
import type { Place } from "./resolvePath";

/** The largest file that is read, and the longest text that is taken: 5 MB. */
export const maxBytes = 5 * 1024 * 1024;

/**
 * What is in a file.
 *
 * @throws Refusal for a folder, a device or pipe, a file over the limit, a file closed to us.
 */
export async function readBytes(place: Place, signal?: AbortSignal): Promise<Buffer> {
  try {
    // Checked before it is opened: opening a pipe would wait for a writer forever.
    refuseUnlessFile(await lstat(place.real), place.name);
    // The path has no links left, so one at its end now was put there in between.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(place.real, flags);
    try {
      refuseUnlessFile(await file.stat(), place.name);
      return await file.readFile({ signal });
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Refusal || signal?.aborted) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw new Refusal(`${quoted(place.name)} cannot be read (${code ?? "unknown reason"}).`, { cause: error });
  }
}

function refuseUnlessFile(stats: { isFile(): boolean; isDirectory(): boolean; size: number }, name: string): void {
  if (stats.isDirectory()) throw new Refusal(`${quoted(name)} is a folder; name a file in it.`);
  if (!stats.isFile()) throw new Refusal(`${quoted(name)} is not a regular file.`);
  if (stats.size > maxBytes) {
    const size = (stats.size / 1024 / 1024).toFixed(1);
    throw new Refusal(`${quoted(name)} has ${size} MB; files over ${maxBytes / 1024 / 1024} MB are not read.`);
  }
}
