// Runs jobs in three lanes, on two cores: two for windows, which keep a core busy, and one for plain Node, which mostly
// waits. They drain one queue from its two ends. No more than two windows are open at the same time, so that each stays quick.
import { runJob } from "./runJob.mjs";
import { needsEditor, queueOf } from "./suites.mjs";

/** How many tests may have failed once and passed when they were run again. */
const flakyLimit = 2;

/** @typedef {import("./mochaRun.mjs").Failure} Failure */
/** @typedef {import("./runJob.mjs").JobReport & { flaky?: Failure }} QueueReport */

/**
 * @param {readonly import("./suites.mjs").Job[]} jobs
 * @param {import("./runJob.mjs").JobOptions & { done: (report: QueueReport) => void }} options `done` is told of each job; with `bail`,
 *   the first job that fails is the last one it is told of, and what runs beside that job is ended
 * @param {typeof runJob} [run]
 */
export async function runQueue(jobs, { done, ...options }, run = runJob) {
  const bailed = new AbortController();
  const signal = AbortSignal.any([options.signal, bailed.signal]);
  const lane = async (/** @type {() => import("./suites.mjs").Job | undefined} */ next) => {
    for (let job = next(); job && !signal.aborted; job = next()) {
      const report = await runTwice(job, { ...options, signal }, run);
      if (bailed.signal.aborted) return;
      done(report);
      if (options.bail && report.failures.length + report.strays.length > 0) bailed.abort();
    }
  };
  const alone = jobs.filter(({ suite }) => suite.name === "alone");
  await lane(() => alone.shift());
  const queue = queueOf(jobs.filter(({ suite }) => suite.name !== "alone"));
  // Plain Node stands at the end: where the last job needs an editor, all of them do.
  const plainNode = () => (queue.slice(-1).some(needsEditor) ? undefined : queue.pop());
  await Promise.all([lane(() => queue.shift()), lane(() => queue.shift()), lane(plainNode)]);
}

/**
 * Runs a job, and once more, in a fresh window, where its suite allows that and a test failed. What passes then counts as
 * passed, and the report says that it is flaky. A process that either run left behind is never forgiven.
 *
 * The first run ends with its first failure: what fails after it in the same window is often its consequence.
 *
 * @param {import("./suites.mjs").Job} job
 * @param {import("./runJob.mjs").JobOptions} options
 * @param {typeof runJob} [run]
 * @returns {Promise<QueueReport>}
 */
export async function runTwice(job, options, run = runJob) {
  if (!job.suite.repeats) return run(job, options);
  const first = await run(job, { ...options, bail: true });
  const [failure] = first.failures;
  if (!failure || options.signal.aborted) return first;
  const second = await run(job, { ...options, again: true });
  const wallSeconds = first.wallSeconds + second.wallSeconds;
  const strays = [...first.strays, ...second.strays];
  // Whatever fails in the second run has failed. What failed at first stands in the report in either case.
  return { ...second, wallSeconds, strays, flaky: failure };
}

/**
 * What is wrong with a run because of its flaky tests.
 *
 * @param {readonly QueueReport[]} reports
 * @returns {Failure[]}
 */
export function tooManyFlaky(reports) {
  const flaky = reports.filter((report) => report.flaky && report.failures.length === 0);
  if (flaky.length <= flakyLimit) return [];
  const error = flaky.map((report) => `${report.name}: ${report.flaky?.title}`).join("\n");
  return [{ title: `at most ${flakyLimit} tests are flaky`, error: `${flaky.length} are:\n${error}` }];
}
