import type { Door, ServerId } from "../../protocol/hubEvent";
import type { Tool } from "../catalog/catalog";
import type { Ending } from "../kernel/timeLimit";
import type { BegunTask, TaskOptions } from "../messages/task";
import type { Progress, ToolResult } from "../messages/toolResult";

/** What is asked. Built by a door, once. */
export interface ToolCall {
  /** Unique in this hub, for the event stream. */
  readonly id: string;
  readonly server: ServerId;
  /** The tool's own name on its server. */
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly door: Door;
  /** The caller's cancel. */
  readonly signal: AbortSignal;
  /** Of the same end as `signal`, for the one request that is the call; put in by `deadline`. */
  readonly ending?: Ending;
  readonly onProgress?: (progress: Progress) => void;
  /** A sign of life without progress: the server waits for an answer from here. */
  readonly onAlive?: () => void;
  /** The server runs the call as a task, which may outlive the line. */
  readonly onTask?: (task: BegunTask) => void;
  /** How the call runs as a task, where its tool can; put in by `deadline`. */
  readonly task?: TaskOptions;
  /** The tool as its server offers it; put in by `prepare`. */
  readonly offered?: Tool;
  /** What waiting for the server to come up has taken of the call's limit; put in by `prepare`. */
  readonly waitedMs?: number;
  /** When the caller must have its answer, as the clock tells it; put in by `budget`, kept by all that waits below it. */
  readonly endsAt?: number;
}

export type Handler = (call: ToolCall) => Promise<ToolResult>;
export type Layer = (next: Handler) => Handler;

/** Reads top to bottom, outermost first: `pipeline(a, b)(send)` runs a, then b, then send. */
export const pipeline =
  (...layers: readonly Layer[]) =>
  (send: Handler): Handler =>
    layers.reduceRight((next, layer) => layer(next), send);

/** Runs a handler: what it throws at once is a rejection like any other. */
export function run(next: Handler, call: ToolCall): Promise<ToolResult> {
  try {
    return next(call);
  } catch (error) {
    return Promise.reject(error);
  }
}

let lastId = 0;

/** A call with an id of its own. */
export const newCall = (call: Omit<ToolCall, "id">): ToolCall => ({ ...call, id: `call-${++lastId}` });
