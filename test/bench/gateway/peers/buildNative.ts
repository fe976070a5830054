import { dirname, join, resolve } from "node:path";
import { runQuietly } from "../../../host/npm.mjs";

/**
 * Builds a package's native part for the Node that runs this, from its sources and the headers that Node brings along: a build that is
 * downloaded would come from elsewhere than the registry. It takes a compiler, and a minute or two.
 *
 * @param folder has the `node_modules`
 */
export async function buildNative(folder: string, name: string): Promise<void> {
  const cli = process.env.npm_execpath;
  if (!cli) throw new Error(`Start this by "npm run": npm's own node-gyp builds ${name}.`);
  const nodeGyp = join(dirname(cli), "../node_modules/node-gyp/bin/node-gyp.js");
  const prefix = resolve(dirname(process.execPath), "..");
  const line = [nodeGyp, "rebuild", "--release", `--nodedir=${prefix}`, "-j", "2"];
  await runQuietly(process.execPath, line, join(folder, "node_modules", name));
}
