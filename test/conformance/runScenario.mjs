// Runs one scenario of the conformance suite on the hub, and counts strictly: the suite's own summary of many scenarios overlooks
// warnings, exit codes, and scenarios in which nothing was checked.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { node24 } from "../host/node24.mjs";
import { killTree } from "../host/processes.mjs";
import { suiteFolder } from "./scenarios.mjs";

const clientLimitMs = 60_000;
const limitMs = 2 * clientLimitMs;

/**
 * @typedef {object} Outcome
 * @property {boolean} passed
 * @property {number} checks those that found something to check, and found it good
 * @property {string} why what failed; empty for a scenario that passed
 * @property {string} output all that the suite wrote
 */

/**
 * @param {import("./scenarios.mjs").Scenario} scenario
 * @param {AbortSignal} [signal]
 * @returns {Promise<Outcome>}
 */
export async function runScenario({ name, revision }, signal) {
  const node = await node24();
  // Relative: the suite cuts the command at its spaces.
  const results = await mkdtemp(join("out", "conformance-"));
  try {
    const { code, output } = await ended(
      spawn(
        node,
        [
          ...["--import", "./test/conformance/loopbackOnly.mjs", join(suiteFolder, "dist/index.js"), "client"],
          ...["--command", "node test/conformance/startClient.mjs --built"],
          ...["--scenario", name, "--timeout", String(clientLimitMs), "-o", results],
          ...(revision ? ["--spec-version", revision] : []),
        ],
        { env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }, stdio: "pipe" },
      ),
      signal,
    );
    return { ...judge(await checksIn(results), code), output };
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

/**
 * @param {readonly { id: string, status: string, errorMessage?: string }[]} checks
 * @param {number | string} code the suite's exit code, or the signal that ended it
 * @returns {Omit<Outcome, "output">}
 */
export function judge(checks, code) {
  const good = checks.filter(({ status }) => status === "SUCCESS");
  const bad = checks.filter(({ status }) => status === "FAILURE" || status === "WARNING");
  const words = [...new Set(bad.map(({ id, status }) => (status === "WARNING" ? `${id} (warning)` : id)))];
  if (good.length === 0) words.push("nothing was checked");
  // A scenario may allow the client to fail; then the suite ends with 0.
  if (code !== 0 && words.length === 0) words.push(`the client or the suite ended with ${code}`);
  return { passed: words.length === 0, checks: good.length, why: words.join(", ") };
}

/**
 * @param {string} folder
 * @returns {Promise<{ id: string, status: string }[]>}
 */
export async function checksIn(folder) {
  const files = await readdir(folder, { recursive: true });
  const file = files.find((one) => one.endsWith("checks.json"));
  return file ? JSON.parse(await readFile(join(folder, file), "utf8")) : [];
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<{ code: number | string, output: string }>}
 */
export function ended(child, signal, withinMs = limitMs) {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const end = () => void killTree(child.pid).catch((error) => child.emit("error", error));
  const timer = setTimeout(end, withinMs);
  signal?.addEventListener("abort", end, { once: true });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, by) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve({ code: code ?? by ?? "nothing", output });
    });
  });
}
