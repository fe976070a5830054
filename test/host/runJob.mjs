// Runs one job as a process of its own: its output goes to a log, its time is limited, and nothing of it is left behind.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { planVariable } from "./mochaRun.mjs";
import { logs, out, repository, state } from "./paths.mjs";
import { carriesMark, killTree, listProcesses } from "./processes.mjs";

/** How long the processes that a job started may outlive it. */
const goneWithinMs = 5000;

/**
 * @typedef {import("./mochaRun.mjs").SuiteResult & {
 *   name: string, suite: string, wallSeconds: number, log: string, strays: import("./mochaRun.mjs").Failure[]
 * }} JobReport `failures` are those of tests; `strays` are what the job itself did wrong, such as to leave a process behind
 */

/**
 * @typedef {object} JobOptions
 * @property {string} [grep]
 * @property {boolean} [bail] true: ends with the first failure
 * @property {Record<string, string>} [env] variables beside those of this process
 * @property {boolean} [again] true: the job has run before, and the log of that run stays
 * @property {(line: string) => void} say is told of each test
 * @property {AbortSignal} signal
 */

/**
 * @param {import("./suites.mjs").Job} job
 * @param {JobOptions} options
 * @returns {Promise<JobReport>}
 */
export async function runJob(job, { grep, bail, env, again, say, signal }) {
  const started = Date.now();
  const { name, suite, files } = job;
  const at = `${name.replaceAll("/", "-")}${again ? "-again" : ""}`;
  const log = join(logs, `${at}.log`);
  const planFile = join(out, "plans", `${at}.json`);
  const resultFile = join(out, "results", `${at}.json`);
  for (const folder of ["logs", "plans", "results"]) await mkdir(join(out, folder), { recursive: true });
  await rm(resultFile, { force: true });
  /** @type {import("./mochaRun.mjs").MochaPlan} */
  const plan = {
    files: files.map((file) => join(repository, file)),
    timeoutMs: suite.testTimeoutMs,
    resultFile,
    grep,
    bail,
  };
  await writeFile(planFile, JSON.stringify(plan));

  const mark = `MCP_HUB_TEST_RUN=${randomUUID()}`;
  const ending = await runLimited(suite, { planFile, stateFolder: join(state, at), env, mark, log, say, signal });
  const left = await leftOver(mark);
  const unkillable = await killTree(undefined, { mark }).then(
    () => [],
    (error) => [String(error)],
  );

  const result = await readResult(resultFile);
  const strays = [...(result?.strays ?? [])];
  if (ending) strays.push({ title: `${name} comes to its end`, error: ending });
  else if (!result) {
    strays.push({ title: `${name} runs`, error: `It left no result. Its log ends:\n${await tail(log)}` });
  }
  if (left.length || unkillable.length) {
    const error = `Still running ${goneWithinMs / 1000} s after its end:\n${[...left, ...unkillable].join("\n")}`;
    strays.push({ title: `${name} leaves no process behind`, error });
  }
  return {
    name,
    suite: suite.name,
    wallSeconds: (Date.now() - started) / 1000,
    log,
    passed: result?.passed ?? 0,
    skipped: result?.skipped ?? 0,
    failures: result?.failures ?? [],
    strays,
    processorSeconds: result?.processorSeconds,
    seconds: result?.seconds ?? {},
  };
}

/**
 * @param {import("./suites.mjs").Suite} suite
 * @param {{ planFile: string, stateFolder: string, env?: Record<string, string>, mark: string, log: string, say: (line: string) => void, signal: AbortSignal }} options
 * @returns {Promise<string | undefined>} why it had to be ended, if it had to be
 */
function runLimited(suite, { planFile, stateFolder, env, mark, log, say, signal }) {
  const [name = "", value] = mark.split("=");
  const child = spawn(
    process.execPath,
    ["--enable-source-maps", "--disable-warning=ExperimentalWarning", join("test/host", suite.program)],
    {
      cwd: repository,
      env: { ...process.env, ...env, MCP_HUB_STATE_FOLDER: stateFolder, [planVariable]: planFile, [name]: value },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const file = createWriteStream(log);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      file.write(text);
      say(text);
    });
  }
  return new Promise((resolve) => {
    /** @type {string | undefined} */
    let ending;
    const end = (/** @type {string} */ why) => {
      ending ??= why;
      void killTree(child.pid, { mark }).catch((error) => {
        ending = `${why} ${error}`;
      });
    };
    const timer = setTimeout(() => end(`It took more than ${suite.limitMs / 60_000} minutes.`), suite.limitMs);
    const interrupted = () => end("It was interrupted.");
    signal.addEventListener("abort", interrupted, { once: true });
    if (signal.aborted) interrupted();
    const done = (/** @type {string | undefined} */ why) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", interrupted);
      file.end();
      resolve(why);
    };
    child.on("error", (error) => done(error.message));
    child.on("close", () => done(ending));
    // Processes that the job left behind may hold its output open; they are found and ended after this.
    child.on("exit", () => setTimeout(() => done(ending), 1000).unref());
  });
}

/**
 * The processes of a job that outlive it for longer than they may.
 *
 * @param {string} mark
 * @returns {Promise<string[]>} their command lines
 */
async function leftOver(mark) {
  const deadline = Date.now() + goneWithinMs;
  for (;;) {
    const all = await listProcesses();
    const marked = await Promise.all(all.map((one) => carriesMark(one.pid, mark)));
    const left = all.filter((_, i) => marked[i]).map(({ pid, command }) => `${pid} ${command}`);
    if (left.length === 0 || Date.now() > deadline) return left;
    await delay(100);
  }
}

/**
 * @param {string} path
 * @returns {Promise<import("./mochaRun.mjs").SuiteResult | undefined>}
 */
async function readResult(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {string} path */
const tail = async (path) => (await readFile(path, "utf8")).split("\n").slice(-40).join("\n");
