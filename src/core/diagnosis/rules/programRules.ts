import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import type { FileKind, ProgramFacts, Surroundings } from "../evidence";
import { change, run, setKey } from "../fixes";
import { folderOf, pathWith } from "./environmentChanges";
import { problem, type Rule } from "./rule";
import { didNotRun, notExecutable, scriptRules } from "./scriptRules";

const folderMissing: Rule = ({ failure, program }) =>
  failure.code === "spawn-failed" && program?.hasFolder === false
    ? problem("folder-missing", failure.message, setKey("cwd", undefined))
    : undefined;

/** The file is made for another machine. Linux hands such a file to a shell, which ends with a code of its own. */
const wrongArchitecture: Rule = (evidence) => {
  const { server, program, surroundings, failure } = evidence;
  if (!didNotRun(evidence) || program?.file === undefined) return undefined;
  const { file, fileKind } = program;
  const isForeign = fileKind?.kind === "binary" && !runsOn(fileKind, surroundings);
  // A program that ran may end with the same code as a shell that could not run it.
  const isRefusal = failure.code === "spawn-failed" || evidence.attempt.said.some((line) => shellRefusal.test(line));
  if (!(isForeign && isRefusal) && failure.system !== "EBADARCH") return undefined;
  const made =
    fileKind?.kind === "binary"
      ? message("diagnosis.madeFor", "{system} on {processors}", {
          system: systemNames[fileKind.system],
          processors: fileKind.processors.join(", ") || "?",
        })
      : message("diagnosis.otherProcessor", "another processor");
  return problem(
    "wrong-architecture",
    message(
      "diagnosis.isForeign",
      '"{server}" could not start: {file} is made for {made}, and this machine is {own}. Install the edition for this machine.',
      {
        server,
        file: safeLine(file),
        made,
        own: message("diagnosis.madeFor", "{system} on {processors}", {
          system: Reflect.get(systemNames, surroundings.platform) ?? surroundings.platform,
          processors: surroundings.processor,
        }),
      },
    ),
    run("settings"),
  );
};

const shellRefusal = /not found|syntax error|cannot execute|exec format|unexpected/i;

/** Whether a machine runs a file: its own, and those that systems run beside them. */
function runsOn(
  { system, processors }: Extract<FileKind, { kind: "binary" }>,
  { platform, processor }: Surroundings,
): boolean {
  const also = processor === "x64" ? ["ia32"] : processor === "arm64" && system === "win32" ? ["x64", "ia32"] : [];
  return system === platform && [processor, ...also].some((one) => processors.includes(one));
}

const systemNames = { linux: "Linux", darwin: "macOS", win32: "Windows" } as const;

const argumentsInCommand: Rule = ({ server, failure, config, program }) => {
  if (failure.code !== "spawn-failed" || program?.file !== undefined || !config || !("command" in config))
    return undefined;
  const [command = "", ...args] = config.command.trim().split(/\s+/);
  if (args.length === 0 || /[\\/"']/.test(command) || config.command.includes("${")) return undefined;
  const all = [...args, ...(config.args ?? [])];
  return problem(
    "arguments-in-command",
    message(
      "diagnosis.isWholeLine",
      '"{server}" could not start: "command" holds the program and its arguments. No shell splits them: write "{command}" into "command", and the rest into "args".',
      { server, command },
    ),
    change(
      message("fix.split", 'Write "{command}" into "command" and {args} into "args" of "{server}"', {
        command,
        args: safeLine(JSON.stringify(all)),
        server,
      }),
      { path: ["command"], value: command },
      { path: ["args"], value: all },
    ),
  );
};

const notFound: Rule = (evidence) => {
  const { server, failure, program, plan, surroundings } = evidence;
  if (failure.code !== "spawn-failed" || failure.system !== "ENOENT" || plan?.kind !== "stdio") return undefined;
  if (!program || program.file !== undefined) return undefined;
  const { command } = plan;
  const [found, ...others] = program.elsewhere;
  if (found) {
    const also = others.length > 0 ? ` ${message("diagnosis.also", "Others: {files}.", { files: list(others) })}` : "";
    const sentence = message(
      "diagnosis.elsewhere",
      '"{server}" could not start: "{command}" is not on the PATH. {manager} has it: {file}. Use that one.{also}',
      { server, command: safeLine(command, 80), manager: found.manager, file: safeLine(found.file), also },
    );
    // What the program starts is beside it, as `node` is beside `npx`.
    const path = evidence.isFromWorkspace ? [] : [pathWith(evidence, folderOf(found.file))];
    const { label } = setKey("command", found.file);
    return problem("program-elsewhere", sentence, change(label, { path: ["command"], value: found.file }, ...path));
  }
  if (surroundings.remote !== undefined)
    return problem(
      "program-not-on-remote",
      message(
        "diagnosis.notOnRemote",
        '"{server}" could not start: this window works on another machine or in a container ({remote}), and "{command}" is not installed there. Install it there, or move the entry to the settings of your own machine.',
        { server, command: safeLine(command, 80), remote: safeLine(surroundings.remote, 40) },
      ),
      run("settings"),
    );
  return problem("program-not-found", failure.message, run("settings"));
};

const list = (programs: ProgramFacts["elsewhere"]): string =>
  programs
    .slice(0, 5)
    .map(({ file, manager }) => `${safeLine(file)} (${manager})`)
    .join(", ");

/** Why a program did not start, the more certain causes first. */
export const programRules: readonly Rule[] = [
  folderMissing,
  notExecutable,
  wrongArchitecture,
  ...scriptRules,
  argumentsInCommand,
  notFound,
];
