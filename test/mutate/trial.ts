import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { killTree } from "../host/processes.mjs";
import { runJob } from "../host/runJob.mjs";
import type { Builds } from "./builds";
import { type Mutant, mutated } from "./mutantsOf";

/** What became of a mutant. `why`: which test noticed it, or how far the tests got. */
export interface Trial {
  readonly verdict: "noticed" | "survived" | "not compiled" | "no test reaches it";
  readonly why: string;
  readonly seconds: number;
}

export interface TrialOptions {
  /** After so many milliseconds no further test file is started. */
  readonly limitMs: number;
  /** The tests of the editor and the window that are run where the others notice nothing, as `npm test` takes them. */
  readonly windows: readonly string[];
  /** Told of a test file that fails without any change; it is passed over from then on. */
  readonly onUnfit: (test: string, title: string) => void;
  readonly signal: AbortSignal;
}

/** Longer than any one test file takes: who is not done by then hangs. */
const fileLimitMs = 3 * 60_000;
const windowLimitMs = 45 * 60_000;

/** Puts mutants into the sources below the working directory, one at a time, and runs the tests that reach them. */
export function createTrials(builds: Builds, { limitMs, windows, onUnfit, signal }: TrialOptions) {
  /** Whether a test file passes while nothing is changed. */
  const isFit = new Map<string, boolean>();

  /** The first test of a file that fails with this change of the source, or with none. */
  const failure = async (test: string, source: string, change: string | undefined) => {
    await builds.refresh(test, source, change);
    return firstFailure(test, signal);
  };

  return async (mutant: Mutant): Promise<Trial> => {
    const { file } = mutant;
    const began = Date.now();
    const original = await readFile(file, "utf8");
    const change = `${file}:${mutant.start}-${mutant.end}:${mutant.after}`;
    const ended = (verdict: Trial["verdict"], why = ""): Trial => {
      signal.throwIfAborted();
      return { verdict, why, seconds: (Date.now() - began) / 1000 };
    };
    const isNotCompiled = async () => !(await compiles(file, signal));
    const tests = builds.testsOf(file);
    if (tests.length === 0 && windows.length === 0) return ended("no test reaches it");

    await writeFile(file, mutated(original, mutant));
    try {
      if (await isNotCompiled()) return ended("not compiled");
      let run = 0;
      for (const test of tests) {
        if (Date.now() - began > limitMs) break;
        if (isFit.get(test) === false) continue;
        run++;
        const title = await failure(test, file, change);
        signal.throwIfAborted();
        if (title === undefined) continue;
        if (!isFit.has(test)) {
          await writeFile(file, original);
          const without = await failure(test, file, undefined);
          signal.throwIfAborted();
          await writeFile(file, mutated(original, mutant));
          isFit.set(test, without === undefined);
          if (without !== undefined) onUnfit(test, without);
        }
        if (isFit.get(test)) return ended("noticed", `${nameOf(test)}: ${title}`);
      }
      if (windows.length > 0 && (await windowsFail(windows, signal))) return ended("noticed", windows.join(" "));
      const all = tests.filter((test) => isFit.get(test) !== false).length;
      return ended("survived", `${run} of ${all} test files run`);
    } finally {
      await writeFile(file, original);
    }
  };
}

/** Whether the compiler accepts the sources. What only its hygiene rules refuse, such as a variable left unused, is accepted. */
export async function compiles(file: string, signal: AbortSignal): Promise<boolean> {
  const project = file.startsWith("webview-ui/") ? "webview-ui" : ".";
  const lenient = ["--noUnusedLocals", "false", "--noUnusedParameters", "false", "--allowUnreachableCode", "true"];
  const state = ["--incremental", "--tsBuildInfoFile", `out/${project === "." ? "all" : project}.tsbuildinfo`];
  const args = ["node_modules/typescript/bin/tsc", "--noEmit", "-p", project, ...lenient, ...state];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { signal, maxBuffer: 1 << 26 }, (error, stdout) => {
      if (!error) resolve(true);
      else if (/ error TS\d+:/.test(stdout)) resolve(false);
      else reject(error);
    });
  });
}

/** Runs one bundled test file up to its first failure; `undefined` where all of it passes. */
async function firstFailure(test: string, signal: AbortSignal): Promise<string | undefined> {
  const suite = {
    name: "mutant",
    says: "one test file",
    folders: [],
    program: "mochaProcess.mjs",
    testTimeoutMs: 30_000,
    limitMs: fileLimitMs,
    jobPer: "file" as const,
  };
  const { failures, strays } = await runJob(
    { name: "mutant", suite, files: [test] },
    { bail: true, say: () => {}, signal },
  );
  return [...failures, ...strays][0]?.title;
}

/** Whether `npm test` fails in these suites of the editor and the window. */
async function windowsFail(words: readonly string[], signal: AbortSignal): Promise<boolean> {
  const mark = randomUUID();
  const env = { ...process.env, MCP_HUB_MUTANT: mark };
  const child = spawn(process.execPath, ["test/run.mjs", ...words], { env, stdio: "ignore" });
  const end = () => void killTree(child.pid, { mark }).catch(() => child.kill("SIGKILL"));
  const timer = setTimeout(end, windowLimitMs);
  signal.addEventListener("abort", end, { once: true });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code !== 0));
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}

/** e.g. `core/retry`. */
const nameOf = (test: string) => test.replace(/^out\/test\/(.*)\.test\.js$/, "$1");
