// Runs one `server` scenario of the conformance suite against an address, and counts strictly (see ../runScenario.mjs).
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { node24 } from "../../host/node24.mjs";
import { checksIn, ended, judge } from "../runScenario.mjs";
import { suiteFolder } from "../scenarios.mjs";
import { revisions } from "./serverScenarios.mjs";

/** @typedef {import("./serverScenarios.mjs").ServerScenario} ServerScenario */
/** @typedef {import("../runScenario.mjs").Outcome} Outcome */

/** Milliseconds for a revision's whole set. */
const setLimitMs = 10 * 60_000;

/**
 * @param {string} url
 * @param {ServerScenario} scenario
 * @param {AbortSignal} [signal]
 * @returns {Promise<Outcome>}
 */
export async function runServerScenario(url, { name, revision, unscored }, signal) {
  const results = await resultsFolder();
  try {
    // An extension belongs to no revision: the suite would skip it.
    const at = unscored === "extension" ? [] : ["--spec-version", revision];
    const { code, output } = await runSuite(["--url", url, "--scenario", name, "-o", results, ...at], signal);
    return { ...judge(await checksIn(results), code), output };
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

/** From so many on, scenarios are run in one process of the suite for a revision: starting one takes longer than most scenarios do. */
const many = 6;

/**
 * Runs several against an address: a few by themselves, many as the revision's whole set.
 *
 * @param {string} url
 * @param {readonly ServerScenario[]} scenarios
 * @returns {Promise<Map<ServerScenario, Outcome>>}
 */
export async function runServerScenarios(url, scenarios) {
  /** @type {Map<ServerScenario, Outcome>} */
  const outcomes = new Map();
  await Promise.all(
    revisions.map(async (revision) => {
      const mine = scenarios.filter((scenario) => scenario.revision === revision);
      if (mine.length >= many) return addWholeSet(url, revision, mine, outcomes);
      for (const scenario of mine) outcomes.set(scenario, await runServerScenario(url, scenario));
    }),
  );
  return outcomes;
}

/**
 * @param {string} url
 * @param {string} revision
 * @param {readonly ServerScenario[]} scenarios
 * @param {Map<ServerScenario, Outcome>} outcomes
 */
async function addWholeSet(url, revision, scenarios, outcomes) {
  const results = await resultsFolder();
  try {
    const { output } = await runSuite(["--url", url, "--requirements", revision, "-o", results], undefined, setLimitMs);
    const folders = await readdir(results);
    for (const scenario of scenarios) {
      // A folder is named by the scenario and the time.
      const own = folders.find((folder) => folder.replace(/-\d{4}-\d\d-\d\dT.*$/, "") === `server-${scenario.name}`);
      const checks = own ? await checksIn(join(results, own)) : [];
      outcomes.set(scenario, { ...judge(checks, 0), output });
    }
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

async function resultsFolder() {
  await mkdir("out", { recursive: true });
  return mkdtemp(join("out", "conformance-"));
}

/**
 * @param {readonly string[]} args
 * @param {AbortSignal} [signal]
 * @param {number} [limitMs]
 */
async function runSuite(args, signal, limitMs) {
  const line = [join(suiteFolder, "dist/index.js"), "server", ...args];
  return ended(spawn(await node24(), line, { stdio: "pipe" }), signal, limitMs);
}
