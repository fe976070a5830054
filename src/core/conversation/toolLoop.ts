import { adviceFor } from "../kernel/errorTable";
import { abortError, asHubError } from "../kernel/hubError";
import type { ResultText } from "../messages/resultText";
import type { Progress } from "../messages/toolResult";
import type { ModelMessage, ModelPart, SendToModel, ToolCallPart, ToolResultPart } from "./modelMessage";
import type { Activity, ModelTool, RunResult } from "./modelTool";
import { finalPrompt, withinLimit, withoutToolParts } from "./transcript";

/** Calls that one turn may make; the rest are answered with a refusal. */
const callsPerTurn = 32;

/** The tools of one conversation: those the model is told of, and those it may call if it knows their names. */
export interface OfferedTools {
  readonly tools: readonly ModelTool[];
  find(name: string): ModelTool | undefined;
}

export type RunOutcome = "ok" | "tool-error" | "failed";

/** How the run of a tool ended. */
export interface CompletedRun {
  readonly outcome: RunOutcome;
  readonly ms: number;
  /** Why it failed, one sentence. */
  readonly reason?: string;
  readonly result?: RunResult;
}

/** What the person sees while the loop runs. */
export interface LoopListener {
  text(text: string): void;
  started(activity: Activity): void;
  progress(activity: Activity, progress: Progress): void;
  ended(activity: Activity, ending: CompletedRun): void;
}

export interface LoopOptions {
  readonly send: SendToModel;
  readonly offer: OfferedTools;
  readonly messages: readonly ModelMessage[];
  /** How often the model is given tool results before it must answer without tools. */
  readonly maxTurns: number;
  /** Bytes of one result's text. */
  readonly resultLimit: number;
  /** Characters that one request may have. */
  readonly contextLimit: number;
  readonly signal: AbortSignal;
  /** Milliseconds, of a clock that only moves forward. */
  readonly now: () => number;
  readonly on: LoopListener;
}

export interface LoopResult {
  /** The last thing that the model said. */
  readonly answer: string;
  readonly limitReached: boolean;
}

/**
 * Asks the model, runs the tools it calls, gives it their results, until it answers without calling any. A tool that
 * fails is told to the model, never thrown. Rejects with what the model failed with, or with `cancelled`.
 */
export async function toolLoop(options: LoopOptions): Promise<LoopResult> {
  const { send, offer, maxTurns, contextLimit, signal, on } = options;
  let messages = options.messages;
  for (let turn = 0; ; turn++) {
    const parts = await listen(send(withinLimit(messages, contextLimit), offer.tools, signal), on, signal);
    const calls = parts.filter((part) => part.kind === "tool-call");
    if (calls.length === 0) return { answer: textOf(parts), limitReached: false };
    const asked: ModelMessage = { role: "assistant", parts };
    if (turn === maxTurns) {
      const refused = calls.map((call) => answered(call, refusal("this answer has used all its tool calls")));
      const last = [...messages, asked, { role: "user", parts: refused } as const, finalPrompt];
      const final = await listen(send(withoutToolParts(withinLimit(last, contextLimit)), [], signal), on, signal);
      return { answer: textOf(final), limitReached: true };
    }
    const results = await Promise.all(calls.map((call, at) => runOne(call, at, calls.length, options)));
    if (signal.aborted) throw abortError(signal, "The answer");
    messages = [...messages, asked, { role: "user", parts: results }];
  }
}

/** Passes text on as it comes; neighboring pieces of text become one part. */
async function listen(stream: AsyncIterable<ModelPart>, on: LoopListener, signal: AbortSignal): Promise<ModelPart[]> {
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
    if (!signal.aborted) throw error; // what a model says to a cancel is its own affair
  }
  if (signal.aborted) throw abortError(signal, "The answer");
  return parts;
}

async function runOne(call: ToolCallPart, at: number, among: number, options: LoopOptions): Promise<ToolResultPart> {
  const { offer, resultLimit, contextLimit, signal, now, on } = options;
  if (at >= callsPerTurn) return answered(call, refusal(`one turn may make ${callsPerTurn} calls`));
  const tool = offer.find(call.name);
  if (!tool)
    return answered(
      call,
      refusal(`there is no tool named ${JSON.stringify(call.name)}; use a tool that you were given`),
    );

  const activity = tool.activity(call.input);
  const started = now();
  on.started(activity);
  try {
    // All results of a turn together may take half of what one request can hold.
    const limit = Math.max(1, Math.min(resultLimit, Math.floor(contextLimit / 2 / among)));
    const onProgress = (progress: Progress) => {
      if (!signal.aborted) on.progress(activity, progress);
    };
    const result = await tool.run(call.input, { signal, limit, onProgress, personSees: true });
    on.ended(activity, { outcome: result.isError ? "tool-error" : "ok", ms: now() - started, result });
    return answered(call, result);
  } catch (error) {
    const failure = asHubError(error);
    if (!signal.aborted) on.ended(activity, { outcome: "failed", ms: now() - started, reason: failure.message });
    return answered(call, { text: adviceFor(failure), media: [], isError: true });
  }
}

/** The conversation keeps what the model is told, and not the result itself, which may be large. */
const answered = ({ id }: ToolCallPart, { text, media, isError }: ResultText): ToolResultPart => ({
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
