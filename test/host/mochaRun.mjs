// Runs mocha on bundled test files and says what came of it as plain data. Used by a plain Node process (mochaProcess) and
// inside the extension host (editorSuite).
import { readFile } from "node:fs/promises";
import Mocha from "mocha";
import { shortName } from "./suites.mjs";

/**
 * @typedef {object} MochaPlan
 * @property {readonly string[]} files absolute paths of bundled tests
 * @property {number} timeoutMs for one test, unless it says otherwise
 * @property {string} resultFile where the SuiteResult goes, as JSON
 * @property {string} [grep]
 * @property {boolean} [bail] true: ends with the first failure
 */

/** @typedef {{ title: string, error: string }} Failure */

/**
 * @typedef {object} SuiteResult
 * @property {number} passed
 * @property {number} skipped
 * @property {Failure[]} failures of tests and their hooks
 * @property {Failure[]} [strays] what is wrong with the process as a whole, such as that it does not end by itself
 * @property {number} [processorSeconds] of the process and what it started, where that is known
 * @property {Record<string, number>} seconds how long the tests of each file took, hooks included
 */

/** Names the file with the MochaPlan, for the process that runs it. */
export const planVariable = "MCP_HUB_TEST_PLAN";

/** @returns {Promise<MochaPlan>} */
export async function readPlan() {
  const path = process.env[planVariable];
  if (!path) throw new Error(`${planVariable} is not set: tests are started by "npm test".`);
  return JSON.parse(await readFile(path, "utf8"));
}

/**
 * @param {MochaPlan} plan
 * @param {(line: string) => void} say told of each test as it ends
 * @returns {Promise<SuiteResult>}
 */
export function runMocha({ files, timeoutMs, grep, bail = false }, say) {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: timeoutMs, reporter: Silent, forbidOnly: true, bail });
  if (grep) mocha.grep(grep);
  for (const file of files) mocha.addFile(file);
  /** @type {SuiteResult} */
  const result = { passed: 0, skipped: 0, failures: [], seconds: {} };
  /** @type {Map<Mocha.Suite, number>} */
  const begun = new Map();
  return new Promise((resolve, reject) => {
    try {
      const runner = mocha.run(() => resolve(result));
      runner.on("suite", (suite) => begun.set(suite, Date.now()));
      runner.on("suite end", (suite) => {
        if (!suite.file || !suite.parent?.root) return;
        const file = shortName(suite.file);
        result.seconds[file] = (result.seconds[file] ?? 0) + (Date.now() - (begun.get(suite) ?? 0)) / 1000;
      });
      runner.on("pass", (test) => {
        result.passed++;
        say(`✔ ${test.fullTitle()} (${test.duration ?? 0} ms)`);
      });
      runner.on("pending", (test) => {
        result.skipped++;
        say(`- ${test.fullTitle()}`);
      });
      runner.on("fail", (test, error) => {
        const failure = { title: test.fullTitle(), error: explain(error) };
        result.failures.push(failure);
        say(`✖ ${failure.title}\n${indent(failure.error)}`);
      });
    } catch (error) {
      reject(error);
    }
  });
}

/** mocha wants a reporter of its own; ours are the listeners in runMocha. */
class Silent extends Mocha.reporters.Base {}

/**
 * The whole of an error: what it says (with the difference, where it compares), where, and what caused it.
 *
 * @param {unknown} error
 * @returns {string}
 */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  const text = error.stack?.includes(error.message) ? error.stack : `${error.message}\n${error.stack}`;
  return error.cause === undefined ? text : `${text}\nCaused by: ${explain(error.cause)}`;
}

/** @param {string} text */
export const indent = (text) => text.replace(/^/gm, "    ");
