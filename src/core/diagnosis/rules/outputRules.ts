import { message } from "../../../protocol/message";
import { unpinnedPackage } from "../../config/schema/packageRunner";
import { isLauncher } from "../../connection/launchers";
import { safeLine } from "../../kernel/redact";
import { inWords } from "../../kernel/timeLimit";
import { change, run, setKey } from "../fixes";
import { envChange } from "./environmentChanges";
import { type FailedEvidence, problem, type Rule } from "./rule";

/** The longest limit that an entry can set, and what a first download may need, in seconds. */
const longestSeconds = 600;
const downloadSeconds = 300;

/** A rule about what a program that ended has said. The line that matches is in the sentence. */
const said =
  (pattern: RegExp, found: (evidence: FailedEvidence, line: string) => ReturnType<Rule>): Rule =>
  (evidence) => {
    if (evidence.plan?.kind !== "stdio" || evidence.failure.code === "spawn-failed") return undefined;
    const line = evidence.attempt.said.find((one) => pattern.test(one));
    return line === undefined ? undefined : found(evidence, safeLine(line, 300));
  };

const dockerNotRunning = said(
  /cannot connect to the docker daemon|docker daemon (?:is )?not running|error during connect:.*docker|cannot connect to podman|is the docker daemon running/i,
  ({ server }) =>
    problem(
      "docker-not-running",
      message(
        "diagnosis.noDocker",
        '"{server}" runs in a container, and Docker is not running on this machine. Start Docker, then restart the server.',
        { server },
      ),
      run("restart"),
    ),
);

const imageNotFound = said(
  /pull access denied|manifest (?:for .* )?(?:not found|unknown)|repository does not exist|no such image|image not known/i,
  ({ server }, line) =>
    problem(
      "image-not-found",
      message(
        "diagnosis.noImage",
        '"{server}" could not start: its container image does not exist, or needs a sign-in ("docker login"). Correct its name in "args". Docker says: {line}',
        { server, line },
      ),
      run("settings"),
    ),
);

const packageNotFound = said(
  /\bE404\b|404 not found.*(?:registry|npm)|was not found in the package registry|no matching distribution found|could not find a version that satisfies|is not in (?:this|the npm) registry|ETARGET|no matching version/i,
  (evidence, line) => {
    const { server, plan } = evidence;
    const { command = "", args = [] } = plan?.kind === "stdio" ? plan : {};
    const name = unpinnedPackage(command, args)?.written ?? args.find((arg) => !arg.startsWith("-")) ?? command;
    return problem(
      "package-not-found",
      message(
        "diagnosis.noPackage",
        '"{server}" could not start: the package {name} does not exist in the registry. Correct its name or version in "args". The output says: {line}',
        { server, name: safeLine(name, 100), line },
      ),
      run("settings"),
    );
  },
);

const registryUnreachable = said(
  /(?:npm (?:err!|error)|request to https?:\/\/\S*|error sending request|failed to fetch|fetch failed).*(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|dns error|connection refused|timed out)|npm (?:err!|error) code (?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT)|could not connect.*(?:pypi|index)/i,
  ({ server }, line) =>
    problem(
      "registry-unreachable",
      message(
        "diagnosis.noRegistry",
        '"{server}" could not be downloaded: its package registry cannot be reached. Check the network and the proxy of the package manager, then restart the server. The output says: {line}',
        { server, line },
      ),
      run("restart"),
    ),
);

const portInUse = said(/EADDRINUSE|address already in use|port .*already (?:in use|allocated)/i, ({ server }, line) =>
  problem(
    "port-in-use",
    message(
      "diagnosis.portTaken",
      '"{server}" could not start, because another program uses its port. End that program, or give the server another port. The output says: {line}',
      { server, line },
    ),
    run("restart"),
  ),
);

const moduleMissing = said(
  /cannot find (?:module|package)|ModuleNotFoundError|no module named|ImportError|error while loading shared libraries/i,
  ({ server }, line) =>
    problem(
      "module-missing",
      message(
        "diagnosis.noModule",
        '"{server}" could not start, because a part of it is not installed. Install it where the server is, or correct the file in "args". The output says: {line}',
        { server, line },
      ),
      run("settings"),
    ),
);

const keyMissing: Rule = (evidence) => {
  const { server, failure } = evidence;
  const { variable } = failure;
  if (failure.exit === undefined || variable === undefined) return undefined;
  return problem(
    "key-missing",
    message(
      "diagnosis.needsVariable",
      '"{server}" ended because it needs the environment variable {variable}. Set it in "env" of its entry: the value is asked for once and kept in secret storage.',
      { server, variable },
    ),
    change(
      message("fix.variable", 'Set {variable} in "env", and ask for its value', { variable }),
      envChange(evidence, variable, `\${input:${variable}}`),
    ),
  );
};

const killedBySignal: Rule = ({ server, failure }) => {
  const signal = failure.exit?.signal;
  if (!signal) return undefined;
  return problem(
    "killed-by-signal",
    message(
      "diagnosis.killed",
      '"{server}" was ended from outside or crashed ({signal}). If the machine is short of memory, free some; otherwise update the program. Then restart the server.',
      { server, signal },
    ),
    run("restart"),
  );
};

/** It prints text and no message: whatever else it does, it is not a server. */
const notMcp: Rule = ({ server, plan, failure, attempt }) => {
  const isUsage = attempt.said.some((line) => /^\s*usage\b/i.test(line)) && failure.exit?.code === 0;
  if (plan?.kind !== "stdio" || !(attempt.strayed || isUsage || failure.exit?.code === 0)) return undefined;
  if (attempt.step === "lists" || failure.code === "spawn-failed") return undefined;
  const sample = attempt.said.find((line) => line.trim() !== "") ?? "";
  return problem(
    "not-mcp",
    message(
      "diagnosis.noServer",
      '"{server}" runs a program that does not speak MCP on its standard output{sample}. Many servers need an argument for it, such as "stdio" or "--stdio". Correct "command" and "args".',
      {
        server,
        sample:
          sample === "" ? "" : message("diagnosis.sample", '; it says "{sample}"', { sample: safeLine(sample, 120) }),
      },
    ),
    run("settings"),
  );
};

const exitsAtOnce: Rule = ({ failure }) =>
  failure.code === "exited" ? problem("exits-at-once", failure.message, run("log")) : undefined;

const downloadSlow: Rule = ({ server, plan, failure, attempt }) => {
  if (failure.code !== "timeout" || plan?.kind !== "stdio" || !isLauncher(plan.command)) return undefined;
  if (attempt.step === "lists") return undefined;
  const seconds = Math.min(longestSeconds, Math.max(downloadSeconds, (attempt.limitMs / 1000) * 2));
  return problem(
    "download-slow",
    message(
      "diagnosis.slowDownload",
      '"{server}" was not ready within {time}: "{command}" may still be downloading it, which happens at the first start. Give it more time.',
      { server, time: inWords(attempt.limitMs), command: safeLine(plan.command, 80) },
    ),
    setKey("connectTimeoutSeconds", seconds),
  );
};

const noAnswer: Rule = ({ failure, attempt }) => {
  if (failure.code !== "timeout") return undefined;
  const seconds = Math.min(longestSeconds, Math.max(60, Math.ceil((attempt.limitMs / 1000) * 4)));
  return problem("no-answer", failure.message, setKey("connectTimeoutSeconds", seconds));
};

/** Why a program that started is not a server that can be used. */
export const outputRules: readonly Rule[] = [
  dockerNotRunning,
  imageNotFound,
  packageNotFound,
  registryUnreachable,
  portInUse,
  moduleMissing,
  keyMissing,
  killedBySignal,
  downloadSlow,
  notMcp,
  exitsAtOnce,
  noAnswer,
];
