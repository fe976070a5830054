import type { JSONRPCErrorResponse, JSONRPCMessage, JSONRPCResponse, RequestId } from "@modelcontextprotocol/client";
import { safeJson } from "../../core/kernel/redact";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";

/** What an error without a usable code is (JSON-RPC 2.0, section 5.1: internal error). */
const internalError = -32603;

/** How much of an error of an odd shape is kept, in characters. */
const textLimit = 1000;

/**
 * A parsed value as a JSON-RPC 2.0 message; `undefined` if it is not one. Responses are repaired as far as they can be matched to their
 * request, because its sender would wait forever: an error of any shape, an `error: null` beside the result, a missing
 * version. One without a usable id keeps none. The SDK checks each message in full.
 */
export function readMessage(value: unknown): JSONRPCMessage | undefined {
  if (!isObject(value)) return undefined;
  const isCurrent = value.jsonrpc === "2.0";
  if ("result" in value || "error" in value) {
    const isPlain = isCurrent && !("error" in value) && isId(value.id) && !("method" in value);
    return isPlain ? (value as JSONRPCMessage) : response(value);
  }
  if (!isCurrent) return undefined;
  if ("method" in value) return typeof value.method === "string" ? (value as JSONRPCMessage) : undefined;
  // An answer that says nothing: it fails the request.
  return isId(value.id) ? response(value) : undefined;
}

const isId = (id: unknown): id is RequestId => typeof id === "number" || typeof id === "string";

function response({ id: given, result, error }: Readonly<Record<string, unknown>>): JSONRPCResponse {
  const id = isId(given) ? { id: given } : {};
  const isError = error !== undefined && error !== null && error !== false && !(isEmpty(error) && isObject(result));
  if (isError) return { jsonrpc: "2.0", ...id, error: errorObject(error) };
  // A result that is not an object is refused where its method is known.
  return { jsonrpc: "2.0", ...id, result: result ?? null } as JSONRPCResponse;
}

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

/** The error of a response, whatever its shape. */
function errorObject(error: unknown): JSONRPCErrorResponse["error"] {
  const { code, message: given, data } = isObject(error) ? error : { code: undefined, message: error, data: undefined };
  const number = typeof code === "string" && code.trim() !== "" ? Number(code) : code;
  return {
    code: typeof number === "number" && Number.isInteger(number) ? number : internalError,
    message: reasonOf(given) ?? reasonOf(isObject(error) && !isEmpty(error) ? error : undefined) ?? noReason(),
    ...(data !== undefined && { data }),
  };
}

function reasonOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : safeJson(value, textLimit);
}

const noReason = (): string => message("wire.noReason", "It gave no reason.");
