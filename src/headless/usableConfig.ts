import { readFile } from "node:fs/promises";
import type { Configuration } from "../core/config/reading/configuration";
import { HubError } from "../core/kernel/hubError";
import { message } from "../protocol/message";

/** The text of a configuration file. Rejects with `bad-config` where it cannot be read. */
export const configText = (path: string): Promise<string> =>
  readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? message("cli.noFile", "there is no such file") : error.message;
    throw new HubError(
      "bad-config",
      message("cli.unreadable", "The configuration {path} cannot be read: {why}. Correct --config.", { path, why }),
      { cause: error },
    );
  });

/** Throws `bad-config` where a file defines no server, and says why. */
export function checkUsable({ definitions, problems }: Configuration, path: string): void {
  const [unreadable] = definitions.length === 0 ? problems.filter(({ severity }) => severity === "error") : [];
  if (unreadable)
    throw new HubError("bad-config", message("cli.badConfig", "{path}: {why}", { path, why: unreadable.message }));
}
