import { readFileSync } from "node:fs";

/** What a model does after a failure. Each is what one sentence of docs/for-agents.md says. */
export type Recovery =
  | "again"
  | "ask"
  | "call tool itself"
  | "check"
  | "check once"
  | "correct"
  | "correct or other"
  | "fewer"
  | "list resources"
  | "list servers"
  | "list tools"
  | "other"
  | "other server"
  | "source"
  | "stop"
  | "unsubscribe";

/** The sentences of the table "After each failure", and what the model does about them. */
const recoveries: Readonly<Record<string, Recovery>> = {
  "Correct the arguments and call it again.": "correct",
  "Do not call it again before the user has done this; tell the user what is needed.": "ask",
  "The user stopped it: do not repeat it unless the user asks.": "stop",
  "Use another tool, or tell the user that it does not work now.": "other",
  "Do not repeat it; ask the user how to continue.": "ask",
  "It may have taken effect: check before you repeat anything that changes data.": "check",
  "It may have taken effect: check before you repeat anything that changes data. Ask for less at once.": "check",
  "Do not repeat it unchanged. It may have taken effect: check before you repeat anything that changes data.":
    "check once",
  "Do not repeat it; tell the user.": "stop",
  "Make fewer calls at once, then call it again.": "fewer",
  "Make fewer calls, and call it again later.": "fewer",
  "Call the tool again.": "source",
  "Read the error; correct the arguments or use another tool.": "correct or other",
  "Unsubscribe from a resource first.": "unsubscribe",
  "List the resources and use one of them.": "list resources",
  "List the servers and use one of them.": "list servers",
  "List the tools and use one of them.": "list tools",
  "It may have taken effect: check before you repeat anything that changes data. To read data, call the tool itself, and read its result.":
    "call tool itself",
  "Use another server, or one of the tools that the error names.": "other server",
  "It was not sent, so nothing has changed.": "again", // below the table
};

/** The rows of the table: what the model is told, by the hub's own code. */
export const adviceOf: ReadonlyMap<string, string> = new Map(
  readFileSync("docs/for-agents.md", "utf8")
    .split("\n")
    .filter((line) => /^\| `[a-z-]+` \| \d/.test(line))
    .map((line) => line.slice(2, -2).split(" | "))
    .map(([reason = "", , , advice = ""]) => [reason.replaceAll("`", ""), advice]),
);

/** The sentences of the page that the model would not know what to do about. */
export const unknownAdvice = (): readonly string[] =>
  [...new Set(adviceOf.values())].filter((advice) => !(advice in recoveries));

/** What a failure tells a model. */
export interface Failure {
  readonly recovery: Recovery | undefined;
  /** The codes of the hub that it may have. */
  readonly reasons: readonly string[];
  readonly text: string;
  readonly waitMs: number;
}

/** Said in the place of the second where the call did not leave the hub. */
const notSent = "It was not sent, so nothing has changed.";
const mayHave = "It may have taken effect";

/** What REST says of failures that have no reason of the hub's own. */
const byCode: Readonly<Record<string, string>> = {
  VALIDATION_ERROR: "bad-arguments",
  ROUTING_ERROR: "unknown-server",
  TOOL_NOT_SUPPORTED: "unknown-tool",
  RATE_LIMIT_EXCEEDED: "queue-full",
  APPROVAL_REQUIRED: "needs-consent",
};

/** Reads a failure as a model does: by its reason where it names one, else by the sentence that says what to do. */
export function failureIn(text: string): Failure {
  const [, seconds = "0", unit] = /Wait ([\d.]+) (ms|second)/.exec(text) ?? [];
  const waitMs = Number(seconds) * (unit === "ms" ? 1 : 1000);
  const found = Object.keys(recoveries)
    .filter((sentence) => text.includes(sentence))
    .toSorted((a, b) => b.length - a.length);
  const sentence = found.find((one) => recoveries[one] === "again") ?? found[0];
  const [, code = ""] = /"code":"([A-Z_]+)"/.exec(text) ?? [];
  const [, named] = /"reason":"([a-z-]+)"/.exec(text) ?? [];
  const reason = named ?? (sentence === undefined ? byCode[code] : undefined);
  const advice = sentence ?? (reason === undefined ? undefined : adviceOf.get(reason));
  if (advice === undefined) return { ...withoutAdvice(text), text, waitMs };
  const reasons =
    reason !== undefined
      ? [reason]
      : [...adviceOf]
          .filter(([, one]) => one === advice || (advice === notSent && one.includes(mayHave)))
          .map(([one]) => one);
  return { recovery: recoveries[advice], reasons, text, waitMs };
}

/** What the page says in words of failures that have no code: the tool ran, or there is no tool of this name. */
function withoutAdvice(text: string): Pick<Failure, "recovery" | "reasons"> {
  if (text.startsWith("The tool reported an error.")) return { recovery: "correct or other", reasons: ["tool-error"] };
  const isUnknown = text.includes("there is no tool named");
  return { recovery: isUnknown ? "list tools" : undefined, reasons: isUnknown ? ["unknown-tool"] : [] };
}
