import { abortError, asHubError } from "../kernel/hubError";
import type { ResultText } from "../messages/resultText";
import type { Progress } from "../messages/toolResult";
import { stopwatch } from "./activityText";
import type { ModelMessage, ModelPart, SendToModel, ToolCallPart, ToolResultPart } from "./modelMessage";
import { type Activity, failureForModel, type ModelTool, type RunResult } from "./modelTool";
import { finalPrompt, withinLimit, withoutToolParts } from "./transcript";

/** The most calls in one turn; further calls are refused. */
const callsPerTurn = 32;

/** The tools of one conversation: those that the model gets, and those that it may call by name. */
export interface OfferedTools {
  readonly tools: readonly ModelTool[];
  find(name: string): ModelTool | undefined;
}

export type RunOutcome = "ok" | "tool-error" | "failed";

/** The end of one tool's run. */
export interface CompletedRun {
  readonly outcome: RunOutcome;
  /** How long it took, without the time that a person was asked. */
  readonly ms: number;
  /** Why it failed, in one sentence. */
  readonly reason?: string;
  readonly result?: RunResult;
}

/** Shows the person what happens while the loop runs. */
export interface LoopListener {
  text(text: string): void;
  started(activity: Activity): void;
  /** A person is asked whether the tool may run, or has answered. */
  asking(activity: Activity, isAsking: boolean): void;
  progress(activity: Activity, progress: Progress): void;
  ended(activity: Activity, ending: CompletedRun): void;
}

export interface LoopOptions {
  readonly send: SendToModel;
  readonly offer: OfferedTools;
  readonly messages: readonly ModelMessage[];
  /** How often the model gets tool results before it must answer without tools. */
  readonly maxTurns: number;
  /** The most bytes of one result's text. */
  readonly resultLimit: number;
  /** The most characters of one request. */
  readonly contextLimit: number;
  readonly signal: AbortSignal;
  /** What tells the conversation from every other one. */
  readonly conversation?: string | undefined;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
  readonly on: LoopListener;
}

export interface LoopResult {
  /** The model's final text. */
  readonly answer: string;
  readonly limitReached: boolean;
}

/**
 * Asks the model, runs the tools that it calls and returns their results to it, until it answers without a call. The failure
 * of a tool goes to the model and is not thrown. Rejects with the model's error or with `cancelled`.
 */
export async function toolLoop(options: LoopOptions): Promise<LoopResult> {
  const { send, offer, maxTurns, contextLimit, signal, on } = options;
  let messages = options.messages;
  for (let turn = 0; ; turn++) {
    const parts = await readStream(send(withinLimit(messages, contextLimit), offer.tools, signal), on, signal);
    const calls = parts.filter((part) => part.kind === "tool-call");
    if (calls.length === 0) return { answer: textOf(parts), limitReached: false };
    const request: ModelMessage = { role: "assistant", parts };
    if (turn === maxTurns) {
      const refused = calls.map((call) => resultPart(call, refusal("this answer has used all its tool calls")));
      const last = [...messages, request, { role: "user", parts: refused } as const, finalPrompt];
      const final = await readStream(send(withoutToolParts(withinLimit(last, contextLimit)), [], signal), on, signal);
      return { answer: textOf(final), limitReached: true };
    }
    const results = await Promise.all(calls.map((call, index) => runOne(call, index, calls.length, options)));
    if (signal.aborted) throw abortError(signal, "The answer");
    messages = [...messages, request, { role: "user", parts: results }];
  }
}

/** Passes text on as it arrives and merges neighboring pieces of text into one part. */
async function readStream(
  stream: AsyncIterable<ModelPart>,
  on: LoopListener,
  signal: AbortSignal,
): Promise<ModelPart[]> {
  const parts: ModelPart[] = [];
  try {
    for await (const part of stream) {
      if (signal.aborted) break;
      if (part.kind === "text") on.text(part.text);
      const last = parts.at(-1);
      if (part.kind === "text" && last?.kind === "text")
        parts[parts.length - 1] = { ...last, text: last.text + part.text };
      else parts.push(part);
    }
  } catch (error) {
    if (!signal.aborted) throw error; // how a model reports a cancel does not matter
  }
  if (signal.aborted) throw abortError(signal, "The answer");
  return parts;
}

async function runOne(
  call: ToolCallPart,
  index: number,
  callCount: number,
  options: LoopOptions,
): Promise<ToolResultPart> {
  const { offer, resultLimit, contextLimit, signal, conversation, now, on } = options;
  if (index >= callsPerTurn) return resultPart(call, refusal(`one turn may make ${callsPerTurn} calls`));
  const tool = offer.find(call.name);
  if (!tool)
    return resultPart(
      call,
      refusal(`there is no tool named ${JSON.stringify(call.name)}; use a tool that you were given`),
    );

  const activity = tool.activity(call.input);
  const took = stopwatch(now);
  on.started(activity);
  try {
    // All results of a turn together may use half of one request.
    const limit = Math.max(1, Math.min(resultLimit, Math.floor(contextLimit / 2 / callCount)));
    const onProgress = (progress: Progress) => {
      if (!signal.aborted) on.progress(activity, progress);
    };
    const result = await tool.run(call.input, {
      signal,
      limit,
      onProgress,
      onAsking: (isAsking) => {
        if (!signal.aborted) on.asking(activity, isAsking);
      },
      onAsked: took.without,
      personSees: true,
      conversation,
    });
    on.ended(activity, { outcome: result.isError ? "tool-error" : "ok", ms: took.ms(), result });
    return resultPart(call, result);
  } catch (error) {
    const failure = asHubError(error);
    const ms = failure.code === "denied" ? 0 : took.ms(); // it did not run
    if (!signal.aborted) on.ended(activity, { outcome: "failed", ms, reason: failure.message });
    return resultPart(call, { text: failureForModel(failure, { error: activity.done }), media: [], isError: true });
  }
}

/** Keeps only what the model gets: the full result may be large. */
const resultPart = ({ id }: ToolCallPart, { text, media, isError }: ResultText): ToolResultPart => ({
  kind: "tool-result",
  id,
  result: { text, media, isError },
});

const refusal = (reason: string): ResultText => ({
  text: `The call was not run: ${reason}.`,
  media: [],
  isError: true,
});

const textOf = (parts: readonly ModelPart[]): string =>
  parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
