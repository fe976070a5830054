import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { withoutTerminalCodes } from "./cleanLine";

/** Why a program ended, as far as its output says. */
export interface FailureReason {
  /** The line that says why; `undefined` where none does. */
  readonly line?: string;
  /** What to do about it, as a sentence without its end: `Set API_KEY in "env"`. */
  readonly nextStep?: string;
  /** The environment variable that is missing. */
  readonly variable?: string;
}

/** Parts of a stack trace, of an object that Node prints with an error, and of a frame. */
const noise =
  /^(?:at\s|File "|\^+$|[~^\s]+$|[{}[\](),;]+$|node:|Node\.js v|npm (?:warn|notice)|\(node:\d+\)|\(Use `node --trace|throw\s|Traceback \(|During handling|The above exception|code: |errno: |syscall: |requireStack: |[-=_*─━═╭╰│┌└]{3,})/i;

/** How to use the program: it says what exists, not what is wrong. */
const usage =
  /^(?:usage\b|options?:|commands?:|arguments?:|examples?:|environment variables?:|flags?:|description:|positionals?:|-{1,2}[a-z][\w-]*[\s,=])/i;

/** The line of an error: `Error: …`, `ValueError: …`, `[ERROR] …`, `fatal: …`, `✖ …`. */
const errorStart =
  /^(?:[[(]?\d[\d:.,TZ/ -]*[\])]?\s*)?(?:uncaught\s+)?(?:exception in [^:]*:\s*)?(?:[\w.]*(?:error|exception)\b(?:\s*\[[\w.-]+\])?|\[?(?:error|fatal|critical|err!?)\]?|fatal(?: error)?|panic|failed|✖|✗|❌|×|npm (?:error|err!))\s*[:\]|-]?\s*\S/i;

/** What is wrong, in the words that programs use for it. */
const complaint =
  /\b(?:missing|required|requires|must (?:be|have|provide|specify|set)|not (?:set|found|provided|specified|configured|defined)|no (?:such|[\w -]{0,30}(?:key|token|credentials?|config(?:uration)?|url|password))\b|cannot|can't|could ?n[o']t|unable to|failed to|invalid|unknown (?:option|argument|command)|unrecognized|expected|please (?:set|provide|specify|pass|run|install)|permission denied|already in use|refused|EADDRINUSE|ECONNREFUSED|ENOENT|EACCES)\b/i;

/** The text of an error that is printed as an object, such as `message: 'No key'`. */
const messageField = /^["']?(?:message|msg)["']?\s*:\s*(["'`])(.*?)\1?,?$/i;

/** A value that only a person can give. */
const credential =
  /(?:api|access|auth|secret|personal|bot|private)?[ _-]?(?:key|token|secret|password|credential|login)s?\b/i;

const variableName = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
const optionName = /(?<![\w-])--[a-z][a-z0-9]*(?:-[a-z0-9]+)*/g;

/** Names in capitals that are codes of errors, and no variables. */
const errorCode = /^(?:ERR|MODULE|E)_|_(?:ERROR|NOT_FOUND|FAILED|EXCEPTION)$/;

/** How near the reason a name must stand to be what is missing, in lines. */
const near = 3;

/**
 * Finds the line that says why in the output of a program that failed to start, and what it asks for. Usage texts and stack traces are
 * passed over. The lines are without terminal codes; oldest first.
 */
export function failureReason(lines: readonly string[]): FailureReason {
  const ranked = lines.map((line, at) => ({ at, line, rank: rankOf(line) }));
  const best = ranked.reduce((a, b) => (b.rank > a.rank ? b : a), { at: -1, line: "", rank: 0 });
  if (best.rank === 0) return {};
  const around = [
    best.line,
    ...lines.slice(best.at + 1, best.at + 1 + near),
    ...lines.slice(Math.max(0, best.at - near), best.at),
  ];
  return { line: messageField.exec(best.line)?.[2] || best.line, ...nextStep(best.line, around) };
}

function rankOf(line: string): number {
  if (noise.test(line)) return 0;
  const isError = errorStart.test(line);
  const complains = complaint.test(line);
  if (usage.test(line)) return 0;
  // `Error:` alone, with its text on the next line, says nothing; neither does `ZodError: [`.
  if (/^[\w.\s[\]]*(?:[:\]]|:\s*[[{])?$/.test(line) && !complains) return 0;
  return (
    (isError || messageField.test(line) ? 4 : 0) + (complains ? 3 : 0) + (complains && credential.test(line) ? 1 : 0)
  );
}

/** The variable or the option that the output says is missing. */
function nextStep(reason: string, around: readonly string[]): Pick<FailureReason, "nextStep" | "variable"> {
  const lacks = (line: string) =>
    complaint.test(line) ||
    /\b(?:set|export|provide|pass|specify|environment variable|env(?:\.|ironment)?|via)\b/i.test(line);
  if (
    !/missing|required|requires|must|not (?:set|provided|specified|configured|defined|found)|\bno\b|please|invalid|undefined|empty|unset|need/i.test(
      reason,
    )
  )
    return {};
  for (const line of around.filter(lacks)) {
    const [variable] = [...line.matchAll(variableName)].map(([name]) => name).filter((name) => !errorCode.test(name));
    const [option] = [...line.matchAll(optionName)].map(([name]) => name).filter((name) => name !== "--help");
    if (variable !== undefined && option !== undefined) {
      const both = { variable, option };
      return {
        variable,
        nextStep: message("stdio.setEither", 'Set {variable} in "env", or write {option} into "args"', both),
      };
    }
    if (variable !== undefined)
      return {
        variable,
        nextStep: message("stdio.setVariable", 'Set {variable} in "env" of its entry', { variable }),
      };
    if (option !== undefined)
      return { nextStep: message("stdio.addOption", 'Write {option} into "args" of its entry', { option }) };
  }
  if (!credential.test(reason)) return {};
  return {
    nextStep: message("stdio.giveKey", 'Give it the key that it asks for, in "env" or "args" of its entry'),
  };
}

/** A line of output as it is shown: on one line, without terminal codes. */
export const outputLine = (line: string): string => safeLine(withoutTerminalCodes(line));
