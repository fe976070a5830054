import assert from "node:assert/strict";
import type { JobOptions, JobReport } from "./runJob.mjs";
import { type QueueReport, runQueue, runTwice, tooManyFlaky } from "./runQueue.mjs";
import { type Job, jobsOf, queueOf } from "./suites.mjs";

const failure = { title: "the row is seen", error: "no row" };
const stray = { title: "leaves no process behind", error: "1 node" };
const filesOf = (...names: string[]) => names.map((name) => `out/test/${name}.test.js`);
const [windowJob, unitJob] = jobsOf(filesOf("window/tree", "core/retry")) as [Job, Job];
const options = { say: () => {}, signal: new AbortController().signal };

const report = (job: Job, some: Partial<JobReport> = {}): JobReport => ({
  name: job.name,
  suite: job.suite.name,
  wallSeconds: 1,
  log: "",
  passed: 3,
  skipped: 0,
  failures: [],
  strays: [],
  seconds: {},
  ...some,
});

describe("a window test that fails", () => {
  /** Runs a job whose runs come to these reports. */
  async function ran(job: Job, ...outcomes: Partial<JobReport>[]) {
    const bails: (boolean | undefined)[] = [];
    const result = await runTwice(job, options, async (_, { bail, again = false }) => {
      assert.equal(again, bails.length > 0, "the log of the first run stays");
      bails.push(bail);
      return report(job, outcomes[bails.length - 1]);
    });
    return { result, bails };
  }

  it("is run once more from the start of its file, and is flaky if it passes then", async () => {
    const { result, bails } = await ran(windowJob, { passed: 1, failures: [failure] }, {});
    assert.deepEqual(bails, [true, undefined]);
    assert.deepEqual([result.passed, result.failures, result.flaky, result.wallSeconds], [3, [], failure, 2]);
  });

  it("has failed if anything fails in the second run", async () => {
    const other = { title: "another row", error: "none" };
    const { result, bails } = await ran(windowJob, { failures: [failure] }, { passed: 2, failures: [other] });
    assert.equal(bails.length, 2);
    assert.deepEqual([result.passed, result.failures], [2, [other]]);
  });

  it("has failed if the second run comes to no result", async () => {
    const { result } = await ran(windowJob, { failures: [failure] }, { passed: 0, strays: [stray] });
    assert.deepEqual(result.strays, [stray]);
  });

  it("is not forgiven what it left behind", async () => {
    const { result } = await ran(windowJob, { failures: [failure], strays: [stray] }, {});
    assert.deepEqual(result.strays, [stray]);
  });

  it("is not run again for a process left behind, nor when all passed, nor in plain Node", async () => {
    assert.equal((await ran(windowJob, { strays: [stray] })).bails.length, 1);
    assert.equal((await ran(windowJob, {})).bails.length, 1);
    const { result, bails } = await ran(unitJob, { failures: [failure] });
    assert.deepEqual([result.failures, result.flaky, bails], [[failure], undefined, [undefined]]);
  });

  it("may be one of two flaky ones; three fail the run, and are named", () => {
    const flaky: QueueReport = { ...report(windowJob), flaky: failure };
    const failed: QueueReport = { ...flaky, failures: [failure] };
    assert.deepEqual(tooManyFlaky([flaky, flaky, failed, report(unitJob)]), []);
    const [told, ...more] = tooManyFlaky([flaky, flaky, flaky]);
    assert.match(told?.error ?? "", /^3 are:\nwindow\/tree: the row is seen\n/);
    assert.deepEqual(more, []);
  });
});

describe("the queue of jobs", () => {
  const windows = ["window/a", "window/b", "window/everything", "window/c"];
  const files = filesOf(
    "alone/n",
    "limits/l",
    "core/a",
    "core/b",
    "mcp/link/c",
    "mcp/http/client/d",
    "mcp/http/e",
    "oauth/d",
    "faults/faultTable",
    ...windows,
  );

  it("has a job for each window file, one for each other folder, and one for each folder of a large one", () => {
    const names = jobsOf(files).map(({ name }) => name);
    assert.deepEqual(names, [
      "alone",
      "limits",
      "core",
      "mcp/link",
      "mcp/http",
      "oauth",
      "faults/faultTable",
      ...windows,
    ]);
    assert.deepEqual(
      jobsOf(filesOf("layers", "core/a", "core/b")).map(({ files }) => files.length),
      [1, 2],
    );
  });

  it("has windows at one end and plain Node at the other, the longest outside", () => {
    const names = queueOf(jobsOf(filesOf("core/a", "mcp/link/c", ...windows))).map(({ name }) => name);
    assert.deepEqual(names, ["window/everything", "window/a", "window/b", "window/c", "core", "mcp/link"]);
  });

  /** Runs jobs, windows a hundred times as long as others: their names in the order in which they began, and what ran side by side. */
  async function drained(jobs: readonly Job[]) {
    const running = new Set<Job>();
    const order: string[] = [];
    const together: (readonly Job[])[] = [];
    const done: string[] = [];
    const run = async (job: Job) => {
      order.push(job.name);
      running.add(job);
      together.push([...running]);
      for (let turn = 0; turn < (job.suite.name === "window" ? 200 : 2); turn++) await Promise.resolve();
      running.delete(job);
      return report(job);
    };
    await runQueue(jobs, { ...options, done: ({ name }) => done.push(name) }, run);
    assert.deepEqual(done.toSorted(), order.toSorted());
    return { order, together };
  }

  it("is drained by three lanes, each job once, what runs alone first with nothing beside it", async () => {
    const jobs = jobsOf(files);
    const { order, together } = await drained(jobs);
    assert.deepEqual(order.toSorted(), jobs.map(({ name }) => name).toSorted());
    assert.deepEqual(order.slice(0, 4), ["alone", "window/everything", "window/a", "faults/faultTable"]);
    for (const beside of together.filter((some) => some.some(({ name }) => name === "alone")))
      assert.equal(beside.length, 1);
    assert.equal(Math.max(...together.map(({ length }) => length)), 3);
  });

  it("has two windows open at the same time and never more, before and after plain Node has ended", async () => {
    const { order, together } = await drained(jobsOf(files));
    assert.match(order.at(-1) ?? "", /^window/);
    const inWindows = together.map((some) => some.filter(({ suite }) => suite.name === "window").length);
    assert.equal(Math.max(...inWindows), 2);
    assert.equal(inWindows.at(-1), 2);
  });

  it("gives plain Node to a lane that no window is left for", async () => {
    const { together } = await drained(jobsOf(filesOf("window/a", ...["a", "b", "c", "d"].map((name) => `${name}/x`))));
    assert.equal(Math.max(...together.map((some) => some.filter(({ suite }) => suite.name === "unit").length)), 2);
  });

  it("is left where the run is interrupted", async () => {
    const interrupted = new AbortController();
    const order: string[] = [];
    const run = async (job: Job) => {
      order.push(job.name);
      interrupted.abort();
      return report(job);
    };
    await runQueue(jobsOf(files), { ...options, signal: interrupted.signal, done: () => {} }, run);
    assert.deepEqual(order, ["alone"]);
  });

  it("is left after the first job that fails where that is asked for, and what runs beside it is ended", async () => {
    const ended: string[] = [];
    const began: string[] = [];
    const run = async (job: Job, { signal }: JobOptions) => {
      began.push(job.name);
      if (job.name === "core") return report(job, { failures: [failure] });
      if (job.name === "alone") return report(job);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      ended.push(job.name);
      return report(job, { strays: [stray] });
    };
    const done: string[] = [];
    const jobs = jobsOf(filesOf("alone/n", "core/a", "window/a", "window/b", "window/c"));
    await runQueue(jobs, { ...options, bail: true, done: ({ name }) => done.push(name) }, run);
    assert.deepEqual(done, ["alone", "core"]);
    assert.deepEqual(began.toSorted(), ["alone", "core", "window/a", "window/b"]);
    assert.deepEqual(ended.toSorted(), ["window/a", "window/b"]);
  });

  it("goes on after a job that fails where that is not asked for", async () => {
    const done: string[] = [];
    const run = async (job: Job) => report(job, { failures: [failure] });
    const jobs = jobsOf(filesOf("core/a", "mcp/link/c"));
    await runQueue(jobs, { ...options, done: ({ name }) => done.push(name) }, run);
    assert.deepEqual(done.toSorted(), ["core", "mcp/link"]);
  });
});
