import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { apps } from "./core/apps/apps";
import type { ImportSource } from "./core/apps/import/candidate";
import { candidates, importRules } from "./core/apps/import/candidates";
import { configImport } from "./core/apps/import/configImport";
import { findSources } from "./core/apps/import/findSources";
import { pastedText } from "./core/apps/paste/pastedText";
import type { System } from "./core/apps/system";
import { isReadable } from "./core/config/editing/editSettings";
import { readConfigFile } from "./core/config/reading/configFile";
import { HubError } from "./core/kernel/hubError";
import { variableOf } from "./headless/environmentValues";
import { stateFolderHere } from "./headless/fileState";
import type { ImportCommand } from "./headless/import/importCommand";
import { importPrinted } from "./headless/import/importPrinted";
import type { Outcome } from "./headless/runCommand";
import { AppFileStore } from "./node/apps/appFileStore";
import { message } from "./protocol/message";

/** How long to wait before a file is read again that another program may be writing. */
const pauseMs = 100;

/** Says what can be imported from other apps, and adds what is new to a configuration file. Rejects with a `HubError`. */
export async function importOutcome({ from, config, write, json }: ImportCommand): Promise<Outcome> {
  const files = new AppFileStore(join(stateFolderHere(), "backups"));
  const path = config === undefined ? undefined : resolve(config);
  const before = path === undefined ? undefined : await files.load(path);
  const text = before ?? "";
  const { definitions, options, problems } = readConfigFile(text, path ?? "");
  if (text.trim() !== "" && !isReadable(text.replace(/^\ufeff/, "")))
    throw new HubError(
      "bad-config",
      message("cli.badConfig", "{path}: {why}", { path: path ?? "", why: problems[0]?.message ?? "" }),
    );
  const sources = await sourcesOf(from, files);
  const all = candidates(sources, importRules({ definitions, options }, [], systemHere().platform));
  const chosen = all.filter(({ verdict }) => verdict.kind === "new");
  const planned = configImport(chosen, text, path ?? "", variableOf);
  if (planned.kind === "refused") throw new HubError("bad-config", planned.reason);
  const found = { candidates: all, sources, needed: planned.needed };
  if (!write || path === undefined) return importPrinted(found, json);
  const { after, servers } = planned;
  if (servers.length > 0 && (await files.save({ path, before, after, isPrivate: false })) === "changed")
    throw new HubError(
      "bad-config",
      message("importCommand.changed", "{path} was not changed: another program has just changed it. Try again.", {
        path,
      }),
    );
  return importPrinted({ ...found, written: { path, servers } }, json);
}

/** The person's own files of all apps; those of one app; or one file, of whatever app. */
async function sourcesOf(from: string | undefined, files: AppFileStore): Promise<readonly ImportSource[]> {
  const own = systemHere();
  const pause = () => delay(pauseMs);
  if (from === undefined) return findSources(own, files, pause);
  if (apps.some(({ id }) => id === from))
    return (await findSources(own, files, pause)).filter(({ app }) => app.id === from);
  const path = resolve(from);
  const known = (await findSources({ ...own, workspace: process.cwd() }, files, pause)).filter(
    ({ file }) => file.path === path,
  );
  if (known.length > 0) return known;
  const text = await files.load(path);
  const pasted = text === undefined ? undefined : pastedText(text);
  if (pasted)
    return [
      {
        app: { id: "file", name: message("importCommand.file", "File") },
        file: { path, level: "user", shape: pasted.shape },
        read: pasted.read,
      },
    ];
  throw new HubError(
    "bad-config",
    text === undefined
      ? message("importCommand.noSource", '--from "{from}" is neither an app nor a file. Apps: {apps}.', {
          from,
          apps: apps.map(({ id }) => id).join(", "),
        })
      : message("importCommand.notServers", "{path} has no servers in a form that the hub knows.", { path }),
  );
}

function systemHere(): System {
  const { platform, env } = process;
  return { platform: platform === "win32" || platform === "darwin" ? platform : "linux", home: homedir(), env };
}
