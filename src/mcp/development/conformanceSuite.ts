import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Suite } from "../../core/development/conformance/conformancePorts";
import { suitePackage, suiteVersion } from "../../core/development/conformance/scenarios";
import { downloadProblem, nodeProblem } from "../../core/development/conformance/suiteNeeds";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { withinTime } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";
import type { ProcessSystem } from "../processes/processTree";
import { type Ended, runProgram } from "../processes/runProgram";
import { type Environment, serverEnv } from "../stdio/serverEnv";

/** How the suite and Node.js are started. */
export interface SuitePrograms {
  readonly node: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** As the person has them: npx downloads the suite once and keeps it in npm's cache. */
const ofPerson: SuitePrograms = { node: "node", command: "npx", args: ["-y", `${suitePackage}@${suiteVersion}`] };

export interface SuitePorts {
  /** What the programs get of the person's environment. */
  readonly env: () => Promise<Environment>;
  readonly clock: Clock;
  readonly system: ProcessSystem;
  readonly programs?: SuitePrograms;
}

/** How long the download may take, in milliseconds. */
const downloadMs = 3 * 60_000;

/** The largest file of checks that is read, in bytes. */
const checksLimit = 4 * 1024 * 1024;

/** The official suite, run by the person's own Node.js. It is not part of the extension. */
export function conformanceSuite({ env, clock, system, programs = ofPerson }: SuitePorts): Suite {
  const run = async (command: string, args: readonly string[], signal: AbortSignal): Promise<Ended> => {
    const program = { command, args, env: serverEnv(await env(), {}, system.platform), reads: true, keepsErrors: true };
    return runProgram(program, { clock, system }, signal);
  };
  return {
    async prepare(signal) {
      await withinTime(
        {
          clock,
          signal,
          idleMs: downloadMs,
          what: message("conformance.running", "The conformance run"),
          onTimeout: tooSlow,
        },
        async (within) => {
          const noNode = nodeProblem(await run(programs.node, ["--version"], within));
          if (noNode) throw noNode;
          const noSuite = downloadProblem(await run(programs.command, [...programs.args, "list", "--server"], within));
          if (noSuite) throw noSuite;
        },
      );
    },
    async run(scenario, revision, url, signal) {
      const folder = await mkdtemp(join(tmpdir(), "mcp-conformance-"));
      try {
        const asked = ["--url", url, "--scenario", scenario, "--spec-version", revision, "-o", folder];
        const ended = await run(programs.command, [...programs.args, "server", ...asked], signal);
        const checks = await checksIn(folder);
        return checks === undefined ? { ended } : { ended, checks };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** What the suite wrote about its checks, below a folder that it names itself. */
async function checksIn(folder: string): Promise<string | undefined> {
  const names = await readdir(folder, { recursive: true });
  const name = names.find((one) => one.endsWith("checks.json"));
  if (name === undefined) return undefined;
  const file = join(folder, name);
  return (await stat(file)).size > checksLimit ? undefined : readFile(file, "utf8");
}

const tooSlow = (ms: number): HubError =>
  new HubError(
    "timeout",
    message(
      "conformance.slowDownload",
      'The conformance suite was not ready within {minutes} minutes. Run "npx {suite} list" in a terminal once, then try again.',
      { minutes: ms / 60_000, suite: `${suitePackage}@${suiteVersion}` },
    ),
  );
