import type { HubErrorCode } from "../../src/protocol/hubErrorCode";
import type { AnswerSource, Decision } from "../../src/protocol/hubEvent";
import { isObject } from "../../src/protocol/isObject";
import { outcomes } from "../filter";
import { type CallOfRow, type CallStep, perRowLimit } from "../row";
import { type Fields, isText, isTime, numberOf, optional } from "./fields";

const methods = ["tools/call", "resources/read", "prompts/get", "completion/complete", "skills/list"] as const;

/** The call of a row in a file; `undefined` if it is not one. What else is said of it is left out where it is not valid. */
export function readCall(call: Fields): CallOfRow | undefined {
  const { id, method, tool, caller, thread, outcome, split, error, progress } = call;
  const known = methods.find((one) => one === method);
  if (!isText(id) || !known || !isText(tool)) return undefined;
  const ended = outcomes.find((one) => one === outcome);
  const decision = isObject(call.decision) ? decisionOf(call.decision) : undefined;
  return {
    id,
    method: known,
    tool,
    ...optional("args", call.args, isText),
    ...(ended && ended !== "running" && { outcome: ended }),
    ...optional("ms", call.ms, isTime),
    ...(isObject(caller) && isDoor(caller.door) && { caller: callerOf(caller, caller.door) }),
    ...(isObject(thread) &&
      isText(thread.name) &&
      isText(thread.client) && { thread: { name: thread.name, client: thread.client } }),
    ...(isObject(split) && { split: splitOf(split) }),
    ...(isObject(error) && isText(error.message) && { error: { code: codeOf(error.code), message: error.message } }),
    ...(call.isTask === true && { isTask: true }),
    ...optional("isAsking", call.isAsking, isBoolean),
    ...(isObject(progress) && isTime(progress.progress) && { progress: progressOf(progress, progress.progress) }),
    ...(Array.isArray(call.steps) && { steps: call.steps.slice(0, perRowLimit).flatMap(stepOf) }),
    ...optional("retries", call.retries, isTime),
    ...optional("served", call.served, isSource),
    ...(decision && { decision }),
  };
}

const doors = [
  ...["chat", "agent", "command", "panel", "command-line", "module", "extension", "gateway", "hub"],
] as const;
type Door = NonNullable<CallOfRow["caller"]>["door"];
const isDoor = (value: unknown): value is Door => doors.some((door) => door === value);

const callerOf = ({ client }: Fields, door: Door): NonNullable<CallOfRow["caller"]> => ({
  door,
  ...(isObject(client) && isText(client.id) && isText(client.name) && { client: { id: client.id, name: client.name } }),
});

const splitOf = ({ approval, queue, waits, server }: Fields) => ({
  approval: numberOf(approval),
  queue: numberOf(queue),
  waits: numberOf(waits),
  server: numberOf(server),
});

/** A code is only shown, and compared with those that are known. */
const codeOf = (code: unknown): HubErrorCode =>
  isText(code) && /^[a-z-]{1,40}$/.test(code) ? (code as HubErrorCode) : "internal";

const progressOf = ({ total, message }: Fields, progress: number): NonNullable<CallOfRow["progress"]> => ({
  progress,
  ...optional("total", total, isTime),
  ...optional("message", message, isText),
});

const stepOf = (step: unknown): CallStep[] =>
  isObject(step) && isTime(step.at) && isText(step.text) ? [{ at: step.at, text: step.text }] : [];

const sources = ["organization", "user", "workspace"] as const;
const others = ["person", "grant", "setting", "annotations", "scope", "choice", "listed", "never-asks"] as const;

function decisionOf({ by, source, rule }: Fields): Decision | undefined {
  const from = sources.find((one) => one === source);
  if (by === "policy") return from && isText(rule) ? { by, source: from, rule } : undefined;
  if (by === "question") return { by, ...(from && { source: from }), ...optional("rule", rule, isText) };
  const other = others.find((one) => one === by);
  return other && { by: other };
}

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isSource = (value: unknown): value is AnswerSource =>
  value === "cache" || value === "stale" || value === "shared";
