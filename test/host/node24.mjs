// Node 24 for what needs it (the embedded editor), beside the machine's own Node that runs everything else.
import { join } from "node:path";
import { installOnce } from "./installOnce.mjs";

export const version = "24.21.0";

/**
 * The npm package that carries the plain binary for a machine. Since Node 18 the macOS packages are no longer published.
 *
 * @param {NodeJS.Platform} platform
 * @param {string} cpu
 * @returns {string | undefined}
 */
export function packageFor(platform, cpu) {
  const published = ["linux-x64", "linux-arm64", "win32-x64"];
  const name = `${platform}-${cpu}`;
  return published.includes(name) ? `node-${name.replace("win32", "win")}` : undefined;
}

/**
 * The path of a Node ≥ 24: the running one where it is new enough, else one from the npm registry.
 *
 * @throws {Error} with what to do, where no binary is published for this machine
 * @returns {Promise<string>}
 */
export async function node24() {
  return Number(process.versions.node.split(".")[0]) >= 24 ? process.execPath : nodeOf(version);
}

/**
 * The path of the Node of exactly this version, from the npm registry.
 *
 * @param {string} wanted
 * @throws {Error} with what to do, where no binary is published for this machine
 * @returns {Promise<string>}
 */
export async function nodeOf(wanted) {
  const name = packageFor(process.platform, process.arch);
  if (!name) {
    const [major] = wanted.split(".");
    throw new Error(
      `The embedded editor needs Node ${major} and this is ${process.version} on ${process.platform}-${process.arch}: install Node ${major} and start again.`,
    );
  }
  const folder = await installOnce(`node-${wanted}`, [`${name}@${wanted}`]);
  return join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
}
