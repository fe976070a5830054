import type { Caller } from "../../protocol/caller";
import type { AnswerSource, Decision, RequestFacts, RequestMethod, ServerId } from "../../protocol/hubEvent";
import type { Tool } from "../catalog/catalog";
import type { Ending } from "../kernel/timeLimit";
import { uniqueId } from "../kernel/uniqueId";
import type { ResultLimits } from "../messages/resultText";
import type { BegunTask, TaskOptions } from "../messages/task";
import type { Progress, ToolResult } from "../messages/toolResult";
import type { PinSubject } from "../pins/pinStore";
import type { PinState } from "../pins/pins";
import type { ClientAnswers } from "../questions/clientAnswers";
import type { AskedTimes } from "../questions/personTime";
import type { DecidingRule } from "./approval/policy";
import { givenArguments } from "./givenArguments";

/** What a door asks of a server: the call of a tool, or one of the other requests as if their method were a tool. */
export interface ToolCall {
  /** Unique over all windows and processes, for events, logs and records. */
  readonly id: string;
  readonly server: ServerId;
  readonly method: RequestMethod;
  /** The tool's own name on its server; for other requests their method. */
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** The client behind the caller, where it answers itself what the server asks because of this call. */
  readonly answers?: ClientAnswers;
  /** A person did this by hand in the editor and saw what is sent: that is the consent. A policy may still forbid it. */
  readonly byHand?: true;
  /** What tells the conversation of the call from every other one; missing where its door has none. */
  readonly conversation?: string;
  /** The request of a door that the call is a part of (`X-Request-ID`), for events, logs and the audit; missing where its door has none. */
  readonly request?: string;
  /** The thread that the call belongs to, as its client names it: what is shown and recorded of it is grouped by that. */
  readonly thread?: string;
  /** Why the person is asked although the call may be allowed, as a sentence; put in before the question. */
  readonly askedBecause?: string;
  /** The caller's cancel. */
  readonly signal: AbortSignal;
  /** Of the same end as `signal`, for the one request that is the call; put in by `deadline`. */
  readonly ending?: Ending;
  /** How much text the caller has room for: a larger result comes as its beginning, with a handle of the whole. */
  readonly trimTo?: ResultLimits;
  /** The most time that the caller gives the whole call, in milliseconds; the settings may give it less. */
  readonly limitMs?: number;
  /** What its server gets beside the arguments (`_meta`); only where the server's entry allows it. */
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly onProgress?: (progress: Progress) => void;
  /** Hears when a person is asked whether the call may run, and when they have answered. */
  readonly onAsking?: (isAsking: boolean) => void;
  /** Hears at the end how long a person was asked, in milliseconds: that does not count as time of the request. */
  readonly onAsked?: (ms: number) => void;
  /** A sign of life without progress: the server waits for an answer from here. */
  readonly onAlive?: () => void;
  /** The server runs the call as a task, which may outlive the connection. */
  readonly onTask?: (task: BegunTask) => void;
  /** How the call runs as a task, where its tool can; put in by `deadline`. */
  readonly task?: TaskOptions;
  /** The tool as its server offers it; put in by `prepare`. */
  readonly offered?: Tool;
  /** What the call is made for, as its server has it now, and whether a person agreed to that; put in by `pinned`. */
  readonly pin?: CallPin;
  /** What waiting for the server to come up has taken of the call's limit, in milliseconds; put in by `prepare`. */
  readonly waitedMs?: number;
  /** When the caller must have its answer, as the clock tells it; put in by `budget`, kept by every wait below it. */
  readonly endsAt?: number;
  /** What goes to the server in its place, where several calls are sent as one; put in by `batch`. */
  readonly sentAs?: SentAs;
  /** What events say of the call; put in by `observe`. */
  readonly facts?: RequestFacts;
  /** The rule that wants a person asked, where one does; put in by `approve` for the question. */
  readonly askedBy?: DecidingRule;
  /** What the layers note while the call runs; put in by `observe`, which reports it at the end. */
  readonly trace?: CallTrace;
}

/** The tool and the arguments that stand in for those of several calls. */
export type SentAs = Pick<ToolCall, "tool" | "args" | "offered" | "pin">;

/** A tool or a prompt by the digest of what its server sent. */
export interface CallPin extends PinSubject {
  readonly digest: string;
  readonly state: PinState;
}

/** What the layers note of one call, for its last event. The times are in milliseconds. */
export interface CallTrace extends AskedTimes {
  queueMs: number;
  waitsMs: number;
  decision: Decision | undefined;
  served?: AnswerSource;
  pin?: string;
}

export type Handler = (call: ToolCall) => Promise<ToolResult>;
export type Layer = (next: Handler) => Handler;

/** A layer that every request passes, whatever its result is. */
export type OuterLayer = <R>(next: (call: ToolCall) => Promise<R>) => (call: ToolCall) => Promise<R>;

/** Reads top to bottom, outermost first: `pipeline(a, b)(send)` runs a, then b, then send. */
export const pipeline =
  (...layers: readonly Layer[]) =>
  (send: Handler): Handler =>
    layers.reduceRight((next, layer) => layer(next), send);

/** Runs a handler: what it throws at once is a rejection like any other. */
export function run<R>(next: (call: ToolCall) => Promise<R>, call: ToolCall): Promise<R> {
  try {
    return next(call);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** A call with an id of its own; it calls a tool unless it says otherwise. */
export const newCall = (call: Omit<ToolCall, "id" | "method"> & Partial<Pick<ToolCall, "method">>): ToolCall => ({
  ...call,
  method: call.method ?? "tools/call",
  // A script or another extension may give anything; what is not an object fails the check of the arguments.
  args: givenArguments(call.args) as ToolCall["args"],
  id: uniqueId(),
});
