import { closeSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";

/** Why a program did not start, and what to do about it. Node says `ENOENT` for a missing program and for a missing folder alike. */
export function spawnFailed(plan: StdioPlan, error: unknown): HubError {
  return new HubError("spawn-failed", spawnFailure(plan, error), { cause: error });
}

function spawnFailure(plan: StdioPlan, error: unknown): string {
  const { server, command, cwd } = plan;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" && cwd !== undefined && !isFolder(cwd))
    return message(
      "spawn.noFolder",
      '"{server}" could not start: the folder "{folder}" does not exist. Create it or correct "cwd" in the settings.',
      { server, folder: cwd },
    );
  if (code === "ENOENT") return notFound(plan);
  if (code === "EACCES" && isFolder(fileOf(plan)))
    return message(
      "spawn.isFolder",
      '"{server}" could not start: "{command}" is a folder. Write a program in it into "command" in the settings.',
      { server, command },
    );
  if (code === "EACCES")
    return message(
      "spawn.notExecutable",
      '"{server}" could not start: you are not allowed to run "{command}". Make the file executable or correct "command" in the settings.',
      { server, command },
    );
  if (code === "ENOEXEC")
    return message(
      "spawn.noInterpreter",
      '"{server}" could not start: "{command}" is not a program for this machine, and its first line does not name one that runs it. Write that program into "command" and the file into "args".',
      { server, command },
    );
  return message(
    "spawn.failed",
    '"{server}" could not start: {cause}. Check "command", "args" and "cwd" in the settings.',
    { server, cause: error instanceof Error ? error.message : String(error) },
  );
}

/** The program was not found; the usual mistakes are told apart. */
function notFound(plan: StdioPlan): string {
  const { server, command } = plan;
  const isPath = /[\\/]/.test(command);
  if (isPath && isFile(fileOf(plan))) return noInterpreter(plan);
  if (command.startsWith("~"))
    return message(
      "spawn.tilde",
      '"{server}" could not start: the program "{command}" does not exist. Only a shell replaces "~": write the full path, or {userHome} in its place, into "command" in the settings.',
      { server, command, userHome: `\${userHome}` },
    );
  const [program = "", ...args] = command.trim().split(/\s+/);
  if (args.length > 0 && (!isPath || !/[\\/]/.test(args.join(" ")) || isFile(fileOf({ ...plan, command: program }))))
    return message(
      "spawn.argsInCommand",
      '"{server}" could not start: there is no program named "{command}". "command" holds the program alone: write "{program}" there, and {args} into "args".',
      { server, command, program, args: args.map((arg) => JSON.stringify(safeLine(arg, 80))).join(", ") },
    );
  return isPath
    ? message(
        "spawn.noProgram",
        '"{server}" could not start: the program "{command}" does not exist. Install it or correct "command" in the settings.',
        { server, command },
      )
    : message(
        "spawn.notOnPath",
        '"{server}" could not start: the program "{command}" was not found on the PATH. Install it or correct "command" in the settings.',
        { server, command },
      );
}

/** The file exists: what is missing is the program that its first line names, or a part of the system that a binary needs. */
function noInterpreter(plan: StdioPlan): string {
  const { server, command } = plan;
  const interpreter = interpreterOf(fileOf(plan));
  if (interpreter === undefined)
    return message(
      "spawn.noLoader",
      '"{server}" could not start: "{command}" exists, but what it needs to run on this machine does not. Install the edition for this system, or correct "command" in the settings.',
      { server, command },
    );
  if (interpreter.endsWith("\r"))
    return message(
      "spawn.lineEnds",
      '"{server}" could not start: "{command}" has Windows line endings, so its first line does not name a program. Save it with LF line endings.',
      { server, command },
    );
  return message(
    "spawn.noInterpreterProgram",
    '"{server}" could not start: "{command}" exists, but "{interpreter}", which its first line names, does not. Install that program, or write the one that runs the file into "command" and the file into "args".',
    { server, command, interpreter: safeLine(interpreter) },
  );
}

/** The program that the first line of a script names (`#!`); `undefined` where there is no such line. */
function interpreterOf(file: string): string | undefined {
  const bytes = Buffer.alloc(256);
  try {
    const handle = openSync(file, "r");
    try {
      readSync(handle, bytes, 0, bytes.length, 0);
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined; // it may be run and not read
  }
  const [first = ""] = bytes.toString("latin1").split("\n");
  return /^#!\s*([^ \t\0]+)/.exec(first)?.[1];
}

const fileOf = ({ command, cwd = "" }: StdioPlan): string => path.resolve(cwd, command);

const isFolder = (file: string): boolean => statOf(file)?.isDirectory() ?? false;
const isFile = (file: string): boolean => statOf(file)?.isFile() ?? false;

function statOf(file: string) {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined; // a part of the path is a file, or may not be looked into
  }
}
