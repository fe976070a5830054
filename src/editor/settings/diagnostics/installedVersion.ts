import { readdir, readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isObject } from "../../../protocol/isObject";
import type { InstalledVersion } from "./packageHints";

/** More packages than this that `npx` has fetched are not looked through. */
const most = 500;

/** Where `npx` keeps what it fetched (npm 7 and later): one folder for each set of packages. */
const npxFolder = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string => {
  const { npm_config_cache: cache, LOCALAPPDATA: local } = env;
  if (cache) return join(cache, "_npx");
  return platform === "win32" && local ? join(local, "npm-cache", "_npx") : join(homedir(), ".npm", "_npx");
};

/** The version of a package that `npx` fetched last; nothing is asked for over the network. */
export const installedVersion =
  (folder = npxFolder(process.env, process.platform)): InstalledVersion =>
  async (name) => {
    const sets = await readdir(folder).catch(() => []);
    let newest: { readonly at: number; readonly version: string } | undefined;
    for (const set of sets.slice(0, most)) {
      const file = join(folder, set, "node_modules", name, "package.json");
      const { mtimeMs: at } = await stat(file).catch(() => ({ mtimeMs: -1 }));
      if (at < 0 || (newest && newest.at >= at)) continue;
      const version = await versionIn(file);
      if (version !== undefined) newest = { at, version };
    }
    return newest?.version;
  };

async function versionIn(file: string): Promise<string | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(file, "utf8"));
    const version = isObject(read) ? read.version : undefined;
    return typeof version === "string" && /^\d+\.\d+\.\d+[\w.+-]*$/.test(version) ? version : undefined;
  } catch {
    return undefined; // half fetched, or not a package
  }
}
