import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Builds } from "./builds";
import { readCoverage } from "./coverage";
import { lanes, runTest } from "./runTest";

/** Which tests run which lines, as one run of each test without any change showed. */
export interface Reach {
  /**
   * The tests that run a line, the one named like its source first, then the quickest; and after them those that start a
   * program with this source in it and left no record of what ran there.
   */
  testsOf(source: string, line: number): readonly string[];
}

/** What one run of a test file showed. */
interface Record {
  /** Of the scripts that it was measured with, see `Builds.digest`. */
  readonly digest: string;
  readonly seconds: number;
  /** The test that fails without any change, where one does. */
  readonly failure?: string | undefined;
  /** By built script and source, the lines of which something ran. */
  readonly lines: { readonly [script: string]: { readonly [source: string]: readonly number[] } };
}

export interface ReachOptions {
  /** The file that keeps what was measured, so that the next run measures only what has changed since. */
  readonly file: string;
  readonly signal: AbortSignal;
  /** Hears of tests that fail without any change; they are left out. */
  readonly onUnfit: (test: string, title: string) => void;
}

/** A test file that takes longer is not measured, in milliseconds: it counts among those that left no record. */
const longestMs = 60_000;

/** Runs each test once, but for those that an earlier run measured in the same state. */
export async function measureReach(builds: Builds, { file, signal, onUnfit }: ReachOptions): Promise<Reach> {
  const records: { [test: string]: Record } = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : {};
  const waiting = [...builds.tests];
  const measureNext = async (): Promise<void> => {
    for (let test = waiting.shift(); test !== undefined; test = waiting.shift()) {
      const digest = await builds.digest(test);
      if (records[test]?.digest !== digest) records[test] = await measure(test, digest, signal);
      signal.throwIfAborted();
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, measureNext));
  } finally {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(records));
  }
  const unfit = builds.tests.filter((test) => records[test]?.failure !== undefined);
  for (const test of unfit) onUnfit(test, records[test]?.failure ?? "");
  const fit = builds.tests.filter((test) => !unfit.includes(test));

  return {
    testsOf(source, line) {
      const isNamesake = (test: string) => basename(test, ".test.js") === basename(source).replace(/\.tsx?$/, "");
      const runs = (test: string) =>
        builds.scriptsOf(test, source).some((script) => records[test]?.lines[script]?.[source]?.includes(line));
      const isSilent = (test: string) => builds.scriptsOf(test, source).some((script) => !records[test]?.lines[script]);
      const inOrder = (tests: string[]) =>
        tests.sort(
          (a, b) =>
            Number(isNamesake(b)) - Number(isNamesake(a)) || (records[a]?.seconds ?? 0) - (records[b]?.seconds ?? 0),
        );
      const sure = fit.filter(runs);
      return [...inOrder(sure), ...inOrder(fit.filter((test) => isSilent(test) && !sure.includes(test)))];
    },
  };
}

async function measure(test: string, digest: string, signal: AbortSignal): Promise<Record> {
  const folder = await mkdtemp(join(tmpdir(), "coverage-"));
  try {
    const env = { NODE_V8_COVERAGE: folder };
    const { failure, seconds } = await runTest(test, signal, { env, limitMs: longestMs });
    if (seconds * 1000 >= longestMs) return { digest, seconds, lines: {} };
    const lines = Object.fromEntries(
      [...(await readCoverage(folder))].map(([script, sources]) => [
        script,
        Object.fromEntries(
          [...sources]
            .filter(([source]) => /^(src|webview-ui)\//.test(source))
            .map(([source, numbers]) => [source, [...numbers].sort((a, b) => a - b)]),
        ),
      ]),
    );
    return { digest, seconds, failure, lines };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
