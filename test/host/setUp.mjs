// Makes the repository ready to run: only this file, and what it imports, works before any dependency is installed.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { repository } from "./paths.mjs";

/** Installs the project's dependencies by `npm ci`, unless what is installed is what package-lock.json says. */
export async function installDependencies() {
  const manifest = await readJson("package.json");
  if (manifest?.name !== "mcp-client-hub") {
    throw new Error(`Start this from the repository's root: ${repository} has no package.json of the MCP Client Hub.`);
  }
  const [wanted, installed] = await Promise.all([
    readJson("package-lock.json"),
    readJson("node_modules/.package-lock.json"),
  ]);
  if (sameDependencies(wanted?.packages ?? {}, installed?.packages ?? {})) return;
  console.log("Set-up: installing the project's dependencies …");
  await npm(["ci", "--no-audit", "--no-fund"], repository);
}

/**
 * Whether every package that the lock names is installed in that version. Optional ones (another platform's binaries)
 * need not be there.
 *
 * @param {Record<string, { version?: string, optional?: boolean }>} wanted
 * @param {Record<string, { version?: string }>} installed
 */
export function sameDependencies(wanted, installed) {
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || installed[path]?.version === version || (optional && !installed[path]),
  );
}

/** @param {string} name */
async function readJson(name) {
  try {
    return JSON.parse(await readFile(join(repository, name), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
