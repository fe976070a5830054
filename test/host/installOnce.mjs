// Packages that set-up needs beside the project's own dependencies, each kind in a folder named by its versions.
import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { cache } from "./paths.mjs";

/**
 * Installs packages into `.vscode-test/<name>` unless that was done before; no install script runs.
 * The folder appears only when it is complete, so an interrupted install is simply done again.
 *
 * @param {string} name
 * @param {readonly string[]} packages each as `name@exact-version`
 * @param {(folder: string) => Promise<void>} [finish] what else belongs to a complete install
 * @returns {Promise<string>} the folder that has the `node_modules`
 */
export async function installOnce(name, packages, finish) {
  const folder = join(cache, name);
  if (await exists(folder)) return folder;
  console.log(`Set-up: installing ${packages.join(", ")} …`);
  const draft = `${folder}.${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    await writeFile(join(draft, "package.json"), '{ "private": true }\n');
    await npm(["install", "--ignore-scripts", "--save-exact", "--no-audit", "--no-fund", ...packages], draft);
    await finish?.(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (await exists(folder)) return folder; // another run was faster
    throw error;
  }
  return folder;
}

/** @param {string} path */
export const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );
