import { chmod, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file as a whole: a reader gets the old text or the new one. Without a mode, a new file gets the usual one of the
 * user. Rejects with Node's error, and nothing has changed then.
 */
export async function replaceFile(file: string, text: string, mode?: number): Promise<void> {
  const next = join(dirname(file), `.${basename(file)}.${crypto.randomUUID()}`);
  try {
    // Nobody else reads a token between the creation of the file and its mode.
    const handle = await open(next, "wx", mode === undefined ? 0o666 : mode & 0o600);
    try {
      await handle.writeFile(text, "utf8");
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (mode !== undefined) await chmod(next, mode);
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true }).catch(() => {}); // if the folder itself is the problem, there is no file
    throw error;
  }
}

/** Removes a file; one that is gone already is fine. */
export const removeFile = (file: string): Promise<void> => rm(file, { force: true });
