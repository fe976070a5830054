import type { Caller } from "../../protocol/caller";
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import type { ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { givenArguments } from "../calls/givenArguments";
import { newCall } from "../calls/toolCall";
import { asShown, type HubTool, type JsonSchema } from "../catalog/catalog";
import { modelSchema } from "../catalog/modelSchema";
import type { Options } from "../config/schema/settings";
import { adviceFor } from "../kernel/errorTable";
import { HubError } from "../kernel/hubError";
import { toJson } from "../kernel/json/exactJson";
import { safeLine, safeText } from "../kernel/redact";
import { fenced, type Origin, unfencedData } from "../messages/fence";
import { type ResultLimits, type ResultText, resultText } from "../messages/resultText";
import type { Progress, ToolResult } from "../messages/toolResult";
import type { ChatPorts } from "./chatPorts";

/** The text for one run. Parts of it come from servers, so it must be escaped where it is shown. */
export interface Activity {
  /** e.g. `Running classify_document on documents` */
  readonly doing: string;
  /** e.g. `classify_document on documents` */
  readonly done: string;
}

export interface RunContext {
  readonly signal: AbortSignal;
  /** The most bytes of the result's text. */
  readonly limit: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Hears when a person is asked whether it may run, and when they have answered. */
  readonly onAsking?: (isAsking: boolean) => void;
  /** Hears how long a person was asked, in milliseconds. */
  readonly onAsked?: (ms: number) => void;
  /** The caller shows the person the parts of the result that are not text. */
  readonly personSees?: boolean;
  /** What tells the conversation from every other one; missing where the door has none. */
  readonly conversation?: string | undefined;
}

/** A result as text for a model, with what servers wrote in fences, and the full result of a server's tool. */
export interface RunResult extends ResultText {
  readonly whole?: { readonly server: ServerId; readonly result: ToolResult };
}

/** A tool that a language model can call. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  activity(input: unknown): Activity;
  /** Validates the input. Rejects with a `HubError` whose message is one sentence for the model. */
  run(input: unknown, context: RunContext): Promise<RunResult>;
}

/** The most characters of a description for a model: as many as the hub keeps, since the models' own limits decide what fits. */
const descriptionLimit = 20_000;

/** A server's tool as a tool for the model. */
export function serverTool(deps: ChatPorts, caller: Caller, of: HubTool): ModelTool {
  const { modelName, server, tool } = of;
  const done = message("chat.toolOnServer", "{tool} on {server}", { tool: tool.name, server });
  const { restore, ...told } = toldOf(of);
  return {
    ...told,
    activity: () => running(done),
    run: async (input, context) =>
      runTool(deps, caller, { server, name: tool.name, args: restore(asArguments(modelName, input)) }, context),
  };
}

/** What a model is told of a server's tool; `restore` makes the server's arguments of those that the model gives. */
function toldOf(of: HubTool) {
  const shown = asShown(of);
  const { schema, note, restore } = modelSchema(shown.inputSchema);
  const about = `MCP server ${JSON.stringify(of.server)}: ${shown.description || shown.title || shown.name}`;
  const description = [about, note].filter((text) => text !== "").join("\n\n");
  return {
    name: of.modelName,
    description: safeText(description, descriptionLimit),
    inputSchema: schema,
    restore,
  };
}

/** What the definition of a tool takes in a request to a model, in characters. */
export const definitionSize = ({ name, description, inputSchema }: Omit<ModelTool, "activity" | "run">): number =>
  name.length + description.length + JSON.stringify(inputSchema).length;

/** What a model pays for a server's tool: an estimate of the tokens of its definition. */
export const definitionTokens = (of: HubTool): number => Math.ceil(definitionSize(toldOf(of)) / charactersPerToken);

/** The text for a run that is named by what it does. */
export const running = (done: string): Activity => ({
  doing: message("chat.running", "Running {what}", { what: done }),
  done,
});

/** Runs one call and returns its result as text. */
export async function runTool(
  { requests, kept }: ChatPorts,
  caller: Caller,
  { server, name, args }: { server: ServerId; name: string; args: Readonly<Record<string, unknown>> },
  { signal, limit, onProgress, onAsking, onAsked, personSees = false, conversation }: RunContext,
): Promise<RunResult> {
  const origin = { server, tool: name };
  const trimTo: ResultLimits = { name: `${server}/${safeLine(name, 80)}`, limit, personSees, origin };
  const result = await requests.callTool(
    newCall({
      server,
      tool: name,
      args: withoutFences(args),
      caller,
      signal,
      trimTo,
      ...(conversation !== undefined && { conversation }),
      ...(onProgress && { onProgress }),
      ...(onAsking && { onAsking }),
      ...(onAsked && { onAsked }),
    }),
  );
  const shown = resultText(result, trimTo);
  const handle = result.trimmed?.handle;
  const whole = (handle !== undefined && kept.of(handle)?.result) || result;
  const next = result.trimmed && handle !== undefined ? [readOnText(handle, result.trimmed.next)] : [];
  return { ...shown, text: [shown.text, ...next].join("\n\n"), whole: { server, result: whole } };
}

const withoutFences = (args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const plain = unfencedData(args);
  return isObject(plain) ? plain : args; // what is not an object fails the check of the arguments
};

/** Failures whose message is the hub's own, with no more of a server than a name. */
const ownWords: ReadonlySet<HubErrorCode> = new Set([
  "cancelled",
  "denied",
  "queue-full",
  "result-expired",
  "unknown-server",
  "unknown-task",
  "unknown-tool",
]);

/** A failure for a model: what happened, fenced where it may quote a server, and what to do next. */
export const failureForModel = (failure: HubError, origin: Origin): string =>
  adviceFor(failure, ownWords.has(failure.code) ? undefined : (text) => fenced(text, origin));

/** How a model gets the rest of a result of which it has the beginning. */
export const readOnText = (handle: string, from: number): string =>
  `(To read on, call mcpHub_readResult with ${JSON.stringify({ result: handle, from })}.)`;

/** Models send `{}`, nothing or null for no arguments, and some send JSON text. */
export function asArguments(name: string, given: unknown): Readonly<Record<string, unknown>> {
  const input = givenArguments(given);
  if (isObject(input)) return { ...input };
  throw new HubError(
    "bad-arguments",
    message("chat.badArguments", 'The arguments of "{tool}" must be a JSON object, not {input}.', {
      tool: name,
      input: toJson(input) ?? "nothing",
    }),
  );
}

/** A cautious estimate of the characters per token: English text has about four, JSON about three. */
export const charactersPerToken = 3;

/** The most bytes of a result: the setting, or less if the caller has room for fewer tokens. */
export const resultLimit = ({ resultLimitKb }: Options, tokenBudget = Number.POSITIVE_INFINITY): number =>
  Math.max(1, Math.floor(Math.min(resultLimitKb * 1024, tokenBudget * charactersPerToken)));
