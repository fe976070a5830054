// Programs of the system that tests need: found, or installed with Debian's apt where this process may.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { runQuietly } from "./npm.mjs";

/** Whether `aptInstall` can work here: Debian or one of its kin, and this process is root. */
export const canInstall = () =>
  process.platform === "linux" && process.getuid?.() === 0 && onPath("apt-get") !== undefined;

/**
 * Installs packages with apt.
 *
 * @param {readonly string[]} packages
 */
export async function aptInstall(packages) {
  await runQuietly("apt-get", ["update", "-q"], "/");
  await runQuietly(
    "/usr/bin/env",
    ["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-yq", "--no-install-recommends", ...packages],
    "/",
  );
}

/**
 * The file of a program on the PATH.
 *
 * @param {string} name
 */
export function onPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs bubblewrap, the sandbox of Linux, where it is missing.
 *
 * @throws {Error} that says what to install
 */
export async function bubblewrap() {
  if (process.platform !== "linux" || onPath("bwrap")) return;
  if (canInstall()) {
    console.log("Set-up: installing bubblewrap with apt-get …");
    await aptInstall(["bubblewrap"]);
    if (onPath("bwrap")) return;
  }
  throw new Error('The tests of the sandbox need bubblewrap: install the package "bubblewrap".');
}
