import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CallOutcome, HubEvent, RequestFacts } from "../../protocol/hubEvent";
import type { Clock } from "../kernel/clock";
import { asHubError, type HubError } from "../kernel/hubError";
import { toJson } from "../kernel/json/exactJson";
import { safeJson, safeLine, safeText, withoutSecretsIn } from "../kernel/redact";
import type { Progress } from "../messages/toolResult";
import { askedMs, type PersonTime } from "../questions/personTime";
import { type CallTrace, type OuterLayer, run, type ToolCall } from "./toolCall";

/** How much of a call's arguments the stream keeps, in characters. */
const argsLimit = 2000;
const messageLimit = 1000;

/** A text in the arguments counts for their digest up to this length, and then by its length only, in characters. */
const digestedText = 16 * 1024;

/**
 * Publishes that a request began, made progress and ended, in whatever way. `personTime` knows when a person was asked meanwhile, which does
 * not count as time of the request.
 */
export const observe =
  (publish: (event: HubEvent) => void, clock: Clock, digest: Digest = sha256Hex, personTime?: PersonTime): OuterLayer =>
  (next) =>
  (call) => {
    const began = clock.now();
    const facts = factsOf(call, digest);
    const trace: CallTrace = { asked: undefined, queueMs: 0, waitsMs: 0, decision: undefined };
    const ended = (outcome: CallOutcome, error?: HubError) => {
      const { queueMs, waitsMs, decision, served, pin } = trace;
      personTime?.leave(call.server, trace, outcome === "ok" || outcome === "tool-error");
      const now = clock.now();
      const approval = askedMs(trace, began, now);
      const ms = Math.max(0, now - began - approval);
      const split = {
        approval,
        queue: queueMs,
        waits: waitsMs,
        server: Math.max(0, ms - queueMs - waitsMs),
      };
      // The facts first: an object that begins with another one is copied as a whole, and not field by field.
      publish({
        ...facts,
        type: "call.ended",
        outcome,
        ms,
        split,
        ...(served && { served }),
        ...(decision && { decision }),
        ...(pin !== undefined && { pin }),
        ...(error && { error: { code: error.code, message: safeText(error.message, messageLimit) } }),
      });
      if (approval > 0) call.onAsked?.(approval);
    };

    personTime?.enter(call.server, trace);
    publish({ ...facts, type: "call.started", args: safeJson(call.args, argsLimit) });
    const observed: ToolCall = {
      ...call,
      facts,
      trace,
      onProgress: (progress) => progressed(publish, facts, call, progress),
      onTask: (task) => {
        publish({ type: "call.task", ...facts });
        call.onTask?.(task);
      },
    };
    return run(next, observed).then(
      (result) => {
        ended(isToolError(result) ? "tool-error" : "ok");
        return result;
      },
      (error: unknown): never => {
        const known = withoutSecretsIn(asHubError(error));
        ended(known.code === "cancelled" || known.code === "denied" ? known.code : "failed", known);
        throw known;
      },
    );
  };

/** What events say of a call. */
export const factsOf = (call: ToolCall, digest: Digest = sha256Hex): RequestFacts =>
  call.facts ?? {
    call: call.id,
    server: call.server,
    method: call.method,
    tool: safeLine(call.tool),
    caller: { door: call.caller.door, ...(call.caller.client && { client: call.caller.client }) },
    ...(call.request !== undefined && { request: safeLine(call.request) }),
    ...(call.thread !== undefined && { thread: safeLine(call.thread) }),
    argsDigest: digestOf(call.args, digest),
  };

/** The SHA-256 of a text, in hexadecimal. */
export type Digest = (text: string) => string;

const sha256Hex: Digest = (text) => bytesToHex(sha256(utf8ToBytes(text)));

/** The first half of the SHA-256: enough to tell arguments apart. */
const digestOf = (args: ToolCall["args"], digest: Digest): string =>
  digest((isFlat(args) ? toJson(args) : toJson(args, undefined, digested)) ?? "").slice(0, 32);

/** Most arguments are: written without a look at each value by a function, which costs several times as much. */
function isFlat(args: ToolCall["args"]): boolean {
  for (const key in args) {
    const value = args[key];
    if (typeof value === "string" ? value.length > digestedText : typeof value === "object") return false;
  }
  return true;
}

function digested(_: string, value: unknown): unknown {
  const isLong = typeof value === "string" && value.length > digestedText;
  return isLong ? `${value.slice(0, digestedText)}\n${value.length}` : value;
}

const isToolError = (result: unknown): boolean =>
  typeof result === "object" && result !== null && "isError" in result && result.isError === true;

function progressed(
  publish: (event: HubEvent) => void,
  facts: RequestFacts,
  call: ToolCall,
  { progress, total, message }: Progress,
): void {
  publish({
    type: "call.progress",
    ...facts,
    progress,
    ...(total !== undefined && { total }),
    ...(message !== undefined && { message: safeText(message, messageLimit) }),
  });
  call.onProgress?.({ progress, ...(total !== undefined && { total }), ...(message !== undefined && { message }) });
}
