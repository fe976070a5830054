import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes a file that only the user can read, in a folder of the same kind, which is made where it is missing. The file is replaced as a
 * whole: a reader gets the old text or the new one. Rejects with Node's error, and the old text stands then.
 */
export async function writePrivateFile(folder: string, name: string, text: string): Promise<void> {
  const next = join(folder, `.${crypto.randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(next, text, { mode: 0o600 });
    await rename(next, join(folder, name));
  } catch (error) {
    await rm(next, { force: true }).catch(() => {}); // if the folder itself is the problem, there is no file
    throw error;
  }
}
