import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { killTree } from "../host/processes.mjs";
import { shortName } from "../host/suites.mjs";
import type { Builds } from "./builds";
import { type Mutant, mutated } from "./mutantsOf";
import type { Reach } from "./reach";
import { lanes, runTest } from "./runTest";
import { windowsOf } from "./windowsOf";

/** What became of a mutant. `why`: which test noticed it, or how far the tests got. */
export interface Trial {
  readonly verdict: "noticed" | "survived" | "not compiled" | "no test reaches it";
  readonly why: string;
  readonly seconds: number;
}

export interface TrialOptions {
  /** After so many milliseconds no further test file is started. */
  readonly limitMs: number;
  /**
   * Which tests of the editor and the window are run too where the others notice nothing: words as `npm test` takes them, or `auto` for
   * those of `windowsOf`.
   */
  readonly windows: readonly string[];
  /** Hears of tests that fail without any change; they are left out from then on. */
  readonly onUnfit: (test: string, title: string) => void;
  readonly signal: AbortSignal;
}

const windowLimitMs = 45 * 60_000;

/** A test file, or the chosen tests of editor and window together. */
interface Check {
  readonly name: string;
  /** Runs it with a change of the source, or with none: the first test that fails. */
  readonly run: (change: string | undefined, signal: AbortSignal) => Promise<string | undefined>;
}

/** Puts mutants into the sources below the working directory, one at a time, and runs the tests that run their lines. */
export function createTrials(builds: Builds, reach: Reach, { limitMs, windows, onUnfit, signal }: TrialOptions) {
  /** Whether a check passes while nothing is changed. */
  const isFit = new Map<string, boolean>();

  const checksOf = ({ file, line }: Mutant): Check[] =>
    reach.testsOf(file, line).map((test) => ({
      name: shortName(test),
      run: async (change, signal) => {
        await builds.refresh(test, file, change);
        return (await runTest(test, signal)).failure;
      },
    }));
  /** The tests of editor and window for a source, as one check; none where there are no words for it. */
  const windowCheck = (file: string): Check[] => {
    const words = windows.flatMap((word) => (word === "auto" ? windowsOf(file) : [word]));
    return words.length > 0
      ? [{ name: `npm test -- ${words.join(" ")}`, run: (_, signal) => windowsFailure(words, signal) }]
      : [];
  };

  return async (mutant: Mutant): Promise<Trial> => {
    const { file } = mutant;
    const began = Date.now();
    const original = await readFile(file, "utf8");
    const change = `${file}:${mutant.start}-${mutant.end}:${mutant.after}`;
    const ended = (verdict: Trial["verdict"], why = ""): Trial => ({
      verdict,
      why,
      seconds: (Date.now() - began) / 1000,
    });

    /** Whether a check passes without the mutant. Nothing else may run meanwhile. */
    const passesWithout = async ({ name, run }: Check): Promise<boolean> => {
      const known = isFit.get(name);
      if (known !== undefined) return known;
      await writeFile(file, original);
      const without = await run(undefined, signal);
      signal.throwIfAborted();
      await writeFile(file, mutated(original, mutant));
      isFit.set(name, without === undefined);
      if (without !== undefined) onUnfit(name, without);
      return without === undefined;
    };

    /** Takes checks from a list, `lanes` at a time, until one fails: that one, with the first test that fails in it. */
    const firstFailure = async (waiting: Check[], isLate: () => boolean): Promise<[Check, string] | undefined> => {
      const failed = new AbortController();
      let failure: [Check, string] | undefined;
      const lane = async () => {
        for (let check = waiting.shift(); check && !failed.signal.aborted; check = waiting.shift()) {
          if (isLate()) return void waiting.unshift(check);
          const title = await check.run(change, AbortSignal.any([signal, failed.signal]));
          signal.throwIfAborted();
          // What was ended because another one failed is left for the case that this other one is not fit.
          if (failed.signal.aborted) return void waiting.unshift(check);
          if (title !== undefined) failure = [check, title];
          if (failure) failed.abort();
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      return failure;
    };

    const checks = checksOf(mutant).filter(({ name }) => isFit.get(name) !== false);
    const last = windowCheck(file).filter(({ name }) => isFit.get(name) !== false);
    if (checks.length + last.length === 0) return ended("no test reaches it");
    await writeFile(file, mutated(original, mutant));
    try {
      if (!(await compiles(file, signal))) return ended("not compiled");
      const waiting = [...checks];
      const late = () => Date.now() - began > limitMs;
      for (const [list, isLate] of [
        [waiting, late],
        [last, () => false],
      ] as const) {
        for (let failure = await firstFailure(list, isLate); failure; failure = await firstFailure(list, isLate)) {
          const [check, title] = failure;
          if (await passesWithout(check)) return ended("noticed", `${check.name}: ${title}`);
        }
      }
      return ended("survived", `${checks.length - waiting.length} of ${checks.length} test files run`);
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

/** Runs `npm test` with these words, up to the first test that fails: that one, where one does. */
async function windowsFailure(words: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  const mark = randomUUID();
  const env = { ...process.env, MCP_HUB_MUTANT: mark };
  const child = spawn(process.execPath, ["test/run.mjs", "--bail", ...words], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const end = () => void killTree(child.pid, { mark }).catch(() => child.kill("SIGKILL"));
  const timer = setTimeout(end, windowLimitMs);
  signal.addEventListener("abort", end, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return code === 0 ? undefined : (/^✖ (.*)$/m.exec(said)?.[1] ?? "it does not come to its end");
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
