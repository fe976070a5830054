import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import type { Evidence, ProgramFacts } from "../evidence";
import type { Fix } from "../finding";
import { change, run } from "../fixes";
import { folderOf, pathWith } from "./environmentChanges";
import { type FailedEvidence, problem, type Rule } from "./rule";

/** A shell says so of a program that it cannot start. */
const shellCodes: ReadonlySet<number | null | undefined> = new Set([2, 126, 127]);

/** Whether the program itself never ran. */
export const didNotRun = ({ failure }: FailedEvidence): boolean =>
  failure.code === "spawn-failed" || (failure.exit !== undefined && shellCodes.has(failure.exit.code));

/** The script or its interpreter is missing on the PATH, and both may be elsewhere. */
const interpreterMissing: Rule = (evidence) => {
  const { server, program, failure } = evidence;
  if (!program || program.missing === undefined || program.file === undefined || !didNotRun(evidence)) return undefined;
  const [found] = program.elsewhere;
  const values = { server, file: safeLine(program.file), interpreter: safeLine(program.missing, 80) };
  if (!found)
    return problem(
      "interpreter-missing",
      failure.code === "spawn-failed"
        ? failure.message
        : message(
            "diagnosis.noInterpreter",
            '"{server}" could not start: {file} needs "{interpreter}", which was not found. Install "{interpreter}".',
            values,
          ),
      run("settings"),
    );
  return problem(
    "interpreter-missing",
    message(
      "diagnosis.interpreterElsewhere",
      '"{server}" could not start: {file} needs "{interpreter}", which is not on the PATH. {manager} has it: {found}. Use that one.',
      { ...values, manager: found.manager, found: safeLine(found.file) },
    ),
    withInterpreter(evidence, program.file, found.file),
  );
};

/** The program is run by this file: the entry names it, and what was the program is its first argument. */
function withInterpreter(evidence: Evidence, file: string, interpreter: string): Fix {
  // A program by its bare name may start others that need the interpreter as well: it gets the PATH that has it.
  const named = evidence.plan?.kind === "stdio" && !/[\\/]/.test(evidence.plan.command);
  if (named && !evidence.isFromWorkspace)
    return change(
      message("fix.path", 'Add {folder} to the PATH of "{server}"', {
        folder: safeLine(folderOf(interpreter)),
        server: evidence.server,
      }),
      pathWith(evidence, folderOf(interpreter)),
    );
  return runBy(evidence, file, interpreter);
}

function runBy({ config, server }: Evidence, file: string, interpreter: string): Fix {
  const args = config && "args" in config ? (config.args ?? []) : [];
  return change(
    message("fix.runBy", 'Let {interpreter} run {file} for "{server}"', {
      interpreter: safeLine(interpreter),
      file: safeLine(file),
      server,
    }),
    { path: ["command"], value: interpreter },
    { path: ["args"], value: [file, ...args] },
  );
}

/** The file may not be run, and what runs it may be known. */
export const notExecutable: Rule = (evidence) => {
  const { failure, program } = evidence;
  if (failure.code !== "spawn-failed" || failure.system !== "EACCES") return undefined;
  const interpreter = program && interpreterFor(program);
  const fix =
    program?.file !== undefined && interpreter !== undefined && program.isFolder !== true
      ? runBy(evidence, program.file, interpreter)
      : run("settings");
  return problem("not-executable", failure.message, fix);
};

const scriptWithoutInterpreter: Rule = (evidence) => {
  const { server, program } = evidence;
  if (!didNotRun(evidence) || program?.file === undefined) return undefined;
  if (program.fileKind?.kind !== "text" || program.fileKind.interpreter !== undefined) return undefined;
  const interpreter = interpreterFor(program);
  if (interpreter === undefined) return undefined;
  return problem(
    "script-without-interpreter",
    message(
      "diagnosis.noFirstLine",
      '"{server}" could not start: {file} is a script, and its first line does not name what runs it. Run it with "{interpreter}".',
      { server, file: safeLine(program.file), interpreter },
    ),
    runBy(evidence, program.file, interpreter),
  );
};

/** What runs a script, by its first line, or by its name. */
function interpreterFor({ file = "", fileKind }: ProgramFacts): string | undefined {
  if (fileKind?.kind === "text" && fileKind.interpreter !== undefined) return fileKind.interpreter;
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
}

const byEnding: Readonly<Record<string, string>> = {
  js: "node",
  mjs: "node",
  cjs: "node",
  py: "python3",
  rb: "ruby",
  sh: "sh",
};

/** Why a script did not start, the more certain causes first. */
export const scriptRules: readonly Rule[] = [interpreterMissing, scriptWithoutInterpreter];
