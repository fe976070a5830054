import { isObject } from "../../../protocol/isObject";
import {
  type ChatRequest,
  idLimit,
  languageTag,
  queriesLimit,
  queryLimit,
  serverNameLimit,
  timeoutLimitMs,
  toolNameLimit,
} from "./requestSchemas";

/**
 * Whether a body, as JSON was parsed, is what the schema `ChatRequest` accepts. Every call is checked by this; only where it says no, the
 * schema is asked, which knows what is wrong.
 */
export function isChatRequest(body: unknown): body is ChatRequest {
  if (!isPlain(body)) return false;
  for (const key in body) {
    const value = body[key];
    switch (key) {
      case "server_id":
        if (!isText(value, serverNameLimit)) return false;
        break;
      case "tool_name":
        if (!isText(value, toolNameLimit)) return false;
        break;
      case "tool_input":
        if (!isPlain(value)) return false;
        break;
      case "conversation_context":
        if (!isContext(value)) return false;
        break;
      case "user_preferences":
        if (!arePreferences(value)) return false;
        break;
      case "request_id":
        if (!isText(value, idLimit)) return false;
        break;
      default:
        return false;
    }
  }
  return Object.hasOwn(body, "tool_name") && Object.hasOwn(body, "tool_input");
}

function isContext(value: unknown): boolean {
  if (!isPlain(value)) return false;
  for (const key in value) {
    if (key === "thread_id") {
      if (!isText(value[key], idLimit)) return false;
    } else if (key !== "user_query_history" || !areQueries(value[key])) return false;
  }
  return true;
}

const areQueries = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= queriesLimit &&
  value.every((one) => typeof one === "string" && one.length <= queryLimit);

function arePreferences(value: unknown): boolean {
  if (!isPlain(value)) return false;
  for (const key in value) {
    const inner = value[key];
    if (key === "language") {
      if (typeof inner !== "string" || !languageTag.test(inner)) return false;
    } else if (key === "timeout_ms") {
      if (!isWhole(inner, timeoutLimitMs)) return false;
    } else if (key !== "max_result_bytes" || !isWhole(inner, Number.MAX_SAFE_INTEGER)) return false;
  }
  return true;
}

const isText = (value: unknown, limit: number): boolean =>
  typeof value === "string" && value.length > 0 && value.length <= limit;

const isWhole = (value: unknown, most: number): boolean =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 1 && value <= most;

/** An object of JSON, and not an integer that no `number` holds, which is an object of a class here. */
const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
