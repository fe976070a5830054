import * as z from "zod";
import type { HubErrorCode } from "../../../protocol/hubErrorCode";
import type { HubEvent, Stamped } from "../../../protocol/hubEvent";

/** Which part of a server's history an event belongs to. Each part has its own room: a flood of one never pushes out another. */
export type HistoryRoom = "calls" | "messages" | "streamed";

/** Where an event is kept on disk; `undefined`: nowhere. Only calls and traffic are kept, logs have files of their own. */
export function historyRoom(event: HubEvent): HistoryRoom | undefined {
  switch (event.type) {
    case "call.started":
    case "call.task":
    case "call.retried":
    case "call.ended":
      return "calls";
    case "question.asked":
    case "question.answered":
      return event.about ? "calls" : undefined;
    case "wire.message":
      return event.kind === "notification" ? "streamed" : "messages";
    case "call.progress":
    case "server.notification":
      return "streamed";
    default:
      return undefined;
  }
}

const text = z.string();
const name = z.string().max(2000);
const time = z.number().min(0).max(8.64e15);

const caller = z.object({
  door: z.enum(["chat", "agent", "command", "panel", "command-line", "module", "extension", "gateway", "hub"]),
  client: z.object({ id: name, name }).optional(),
});
const facts = {
  call: name,
  server: name,
  method: z.enum(["tools/call", "resources/read", "prompts/get", "completion/complete", "skills/list"]),
  tool: name,
  caller,
  request: name.optional(),
  thread: name.optional(),
  argsDigest: name,
  pin: name.optional(),
};
/** A code that this version does not know stays what it is: it is only shown. */
const error = z.object({ code: name.transform((code) => code as HubErrorCode), message: text });
const source = z.enum(["organization", "user", "workspace"]);
const decision = z.union([
  z.object({ by: z.literal("policy"), source, rule: name }),
  z.object({ by: z.literal("question"), source: source.optional(), rule: name.optional() }),
  z.object({ by: z.enum(["person", "grant", "setting", "annotations", "scope", "choice", "listed", "never-asks"]) }),
]);
const question = {
  question: name,
  kind: z.enum(["approval", "form", "url", "sampling", "input", "launch"]),
  server: name,
  about: z.object(facts).optional(),
};

const events = z.discriminatedUnion("type", [
  z.object({ type: z.literal("call.started"), ...facts, args: text }),
  z.object({ type: z.literal("call.task"), ...facts }),
  z.object({
    type: z.literal("call.progress"),
    ...facts,
    progress: z.number(),
    total: z.number().optional(),
    message: text.optional(),
  }),
  z.object({ type: z.literal("call.retried"), ...facts, attempt: z.number(), waitMs: time, error }),
  z.object({
    type: z.literal("call.ended"),
    ...facts,
    outcome: z.enum(["ok", "tool-error", "failed", "cancelled", "denied"]),
    ms: time,
    split: z.object({ approval: time, queue: time, waits: time, server: time }),
    served: z.enum(["cache", "stale", "shared"]).optional(),
    decision: decision.optional(),
    error: error.optional(),
  }),
  z.object({ type: z.literal("question.asked"), ...question }),
  z.object({
    type: z.literal("question.answered"),
    ...question,
    answer: z.enum(["allowed", "refused", "gone"]),
    ms: time,
  }),
  z.object({ type: z.literal("server.notification"), server: name, method: name, params: text }),
  z.object({
    type: z.literal("wire.message"),
    server: name,
    direction: z.enum(["sent", "received"]),
    method: name.optional(),
    id: z.union([name, z.number()]).optional(),
    call: name.optional(),
    kind: z.enum(["request", "response", "error", "notification"]),
    text,
    bytes: time,
    truncated: z.literal(true).optional(),
    http: z.object({ status: z.number().optional(), headers: z.record(z.string(), text) }).optional(),
  }),
]);

const stamp = z.object({ seq: z.int(), at: time });

/** An event of a file, which anybody may have written; `undefined` if it is not one that is kept on disk. */
export function readHistoryEvent(value: unknown): Stamped | undefined {
  const event = events.safeParse(value);
  const stamped = stamp.safeParse(value);
  return event.success && stamped.success ? { ...event.data, ...stamped.data } : undefined;
}
