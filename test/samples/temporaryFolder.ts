import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder with these files in it, by their names with forward slashes. `remove` takes it away again. */
export async function temporaryFolder(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "documents-")));
  for (const [name, content] of Object.entries(files)) {
    const target = path.join(folder, ...name.split("/"));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
