// Runs one `server` scenario of the conformance suite against an address, and counts strictly (see ../runScenario.mjs).
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { node24 } from "../../host/node24.mjs";
import { checksIn, ended, judge } from "../runScenario.mjs";
import { suiteFolder } from "../scenarios.mjs";

/** How many run at the same time: for two cores. */
const lanes = 2;

/**
 * @param {string} url
 * @param {import("./serverScenarios.mjs").ServerScenario} scenario
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../runScenario.mjs").Outcome>}
 */
export async function runServerScenario(url, { name, revision, unscored }, signal) {
  await mkdir("out", { recursive: true });
  const results = await mkdtemp(join("out", "conformance-"));
  try {
    const { code, output } = await ended(
      spawn(
        await node24(),
        [
          ...[join(suiteFolder, "dist/index.js"), "server", "--url", url, "--scenario", name, "-o", results],
          // An extension belongs to no revision: the suite would skip it.
          ...(unscored === "extension" ? [] : ["--spec-version", revision]),
        ],
        { stdio: "pipe" },
      ),
      signal,
    );
    return { ...judge(await checksIn(results), code), output };
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

/**
 * Runs several, a few at a time.
 *
 * @param {string} url
 * @param {readonly import("./serverScenarios.mjs").ServerScenario[]} scenarios
 * @returns {Promise<Map<import("./serverScenarios.mjs").ServerScenario, import("../runScenario.mjs").Outcome>>}
 */
export async function runServerScenarios(url, scenarios) {
  const outcomes = new Map();
  const queue = [...scenarios];
  const run = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) outcomes.set(next, await runServerScenario(url, next));
  };
  await Promise.all(Array.from({ length: lanes }, run));
  return outcomes;
}
