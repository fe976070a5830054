import { runJob } from "../host/runJob.mjs";
import { shortName } from "../host/suites.mjs";

/** How many test files run side by side. */
export const lanes = 2;

/** Longer than any test file takes, in milliseconds: one that is not done by then hangs. */
const longestMs = 5 * 60_000;

export interface TestRunOptions {
  /** Variables beside those of this process. */
  readonly env?: Record<string, string>;
  readonly limitMs?: number;
}

export interface TestRun {
  /** The title of the first test that fails; `undefined` where all of the file passes. */
  readonly failure: string | undefined;
  readonly seconds: number;
}

/** Runs one bundled test file in a process of its own, up to its first failure. */
export async function runTest(
  test: string,
  signal: AbortSignal,
  { env = {}, limitMs = longestMs }: TestRunOptions = {},
): Promise<TestRun> {
  const suite = {
    name: "mutant",
    says: "one test file",
    folders: [],
    program: "mochaProcess.mjs",
    testTimeoutMs: 30_000,
    limitMs,
    jobPer: "file" as const,
  };
  const job = { name: shortName(test), suite, files: [test] };
  const { failures, strays, wallSeconds } = await runJob(job, { bail: true, env, say: () => {}, signal });
  return { failure: [...failures, ...strays][0]?.title, seconds: wallSeconds };
}
