import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Root } from "../core/asks/answerer";
import { HubError } from "../core/hubError";

/** A folder as servers are told of it (specification, roots). Rejects with `bad-config` where there is none. */
export async function rootAt(folder: string): Promise<Root> {
  const path = resolve(folder);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new HubError("bad-config", `The folder ${path} cannot be looked at: ${error.message}. Correct --root.`, {
      cause: error,
    });
  });
  if (!found?.isDirectory()) throw new HubError("bad-config", `There is no folder ${path}. Correct --root.`);
  return { uri: pathToFileURL(path).href, name: basename(path) || path };
}
