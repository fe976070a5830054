import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { HubError } from "../core/kernel/hubError";
import { message } from "../protocol/message";
import { codeOf } from "../protocol/systemError";

/** What a token file may hold: one token, which travels in a header. */
const token = /^[\x21-\x7e]{16,512}$/;

/**
 * The token in a file, which is made with a new one, for the user alone, where there is none. Rejects with `bad-config` where the file
 * cannot be used, or where others may read it (checked where files have such rights).
 */
export async function tokenIn(path: string, make: () => string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, "wx", 0o600);
    const made = make();
    await file.writeFile(`${made}\n`).finally(() => file.close());
    return made;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw unusable(path, codeOf(error) ?? String(error), error);
  }
  const [text, { mode }] = await Promise.all([readFile(path, "utf8"), stat(path)]).catch((error: unknown) => {
    throw unusable(path, codeOf(error) ?? String(error), error);
  });
  const found = text.trim();
  if (!token.test(found))
    throw unusable(path, message("serve.badToken", "it must hold one token of 16 to 512 visible characters"));
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw unusable(path, message("serve.openToken", "others may read it; run chmod 600 on it"));
  return found;
}

const unusable = (path: string, why: string, cause?: unknown) =>
  new HubError(
    "bad-config",
    message("serve.tokenFile", "The token file {path} cannot be used: {why}.", { path, why }),
    { cause },
  );
