import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { codeOf } from "../../protocol/systemError";

/** The largest secret, in bytes. */
const limit = 64 * 1024;

/** The names that files may have: none leads out of the folder. */
const fileName = /^\w[\w.-]{0,63}$/;

/**
 * The secret in the file of this name, as container platforms mount them: often a link, and often with a line break at its end, which does
 * not belong to the secret. `undefined` where there is no such file. Rejects with `bad-config` where it cannot be read.
 */
export async function secretInFolder(folder: string, name: string): Promise<string | undefined> {
  if (!fileName.test(name)) return undefined;
  const path = join(folder, name);
  try {
    const { size } = await stat(path);
    if (size > limit)
      throw unreadable(path, message("secretFile.tooLarge", "it has more than {limit} bytes", { limit }));
    const text = await readFile(path, "utf8");
    return text.replace(/\r?\n$/, "") || undefined;
  } catch (error) {
    const code = codeOf(error) ?? String(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error instanceof HubError ? error : unreadable(path, code, error);
  }
}

const unreadable = (path: string, why: string, cause?: unknown) =>
  new HubError(
    "bad-config",
    message("secretFile.unreadable", "The secret in {path} cannot be read: {why}.", { path, why }),
    { cause },
  );
