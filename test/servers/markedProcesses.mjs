import { readdir, readFile } from "node:fs/promises";

/**
 * The processes whose environment holds `name=value`, once a moment has passed for what is just ending. Linux only; elsewhere none.
 *
 * @param {string} name
 * @param {string} value
 * @returns {Promise<readonly number[]>}
 */
export async function markedProcesses(name, value) {
  if (process.platform !== "linux") return [];
  let found = await marked(`${name}=${value}`);
  for (let waited = 0; found.length > 0 && waited < 1000; waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    found = await marked(`${name}=${value}`);
  }
  return found;
}

/** @param {string} wanted @returns {Promise<number[]>} */
async function marked(wanted) {
  /** @type {number[]} */
  const found = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const [environment, stat] = await Promise.all([read(`/proc/${pid}/environ`), read(`/proc/${pid}/stat`)]);
    if (environment.split("\0").includes(wanted) && !/\) [ZX] /.test(stat)) found.push(Number(pid));
  }
  return found;
}

/** A process may end while it is looked at. @param {string} file */
const read = (file) => readFile(file, "latin1").catch(() => "");
