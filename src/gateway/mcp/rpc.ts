import { parseJson, toJson } from "../../core/kernel/json/exactJson";
import { isNestedTooDeep, nestingLimit } from "../../core/kernel/json/nesting";
import { isObject } from "../../protocol/isObject";

export type Json = Readonly<Record<string, unknown>>;

/** The id of a request; each client counts its own, so it says nothing beyond its connection. */
export type RpcId = string | number;

export interface RpcRequest {
  readonly id: RpcId;
  readonly method: string;
  readonly params: Json;
}

/** What a client sent: JSON-RPC 2.0 as MCP uses it. */
export type RpcMessage =
  | ({ readonly kind: "request" } & RpcRequest)
  | { readonly kind: "notification"; readonly method: string; readonly params: Json }
  | { readonly kind: "response"; readonly id: RpcId; readonly result?: Json; readonly error?: Json };

/** The codes of JSON-RPC, and those that MCP adds (specification 2026-07-28, basic protocol). */
export const rpcCodes = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  resourceNotFound: -32002,
  urlRequired: -32042,
  headerMismatch: -32020,
  missingCapability: -32021,
  unsupportedVersion: -32022,
} as const;

/** A refusal in the words of the protocol. `status`: of the HTTP response, where it is not 200. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
    readonly status = 200,
  ) {
    super(message);
  }
}

/** Reads one message. Throws an `RpcError` where it is not one. */
export function readMessage(value: unknown): RpcMessage {
  if (!isObject(value) || value.jsonrpc !== "2.0") throw invalid("jsonrpc must be 2.0");
  const { id, method, params } = value;
  if (typeof method === "string") {
    if (params !== undefined && !isObject(params)) throw invalid("params must be an object");
    const given = isObject(params) ? params : {};
    if (isId(id)) return { kind: "request", id, method, params: given };
    if (id !== undefined) throw invalid("id must be a text or an integer");
    return { kind: "notification", method, params: given };
  }
  if (isId(id) && isObject(value.result)) return { kind: "response", id, result: value.result };
  if (isId(id) && isObject(value.error)) return { kind: "response", id, error: value.error };
  throw invalid("neither a request, a notification nor a response");
}

/** The id of the request that a body is; `null` where it cannot be answered. */
export function requestId(value: unknown): RpcId | null {
  if (!isObject(value) || value.method === undefined) return null;
  return isId(value.id) ? value.id : null;
}

const isId = (id: unknown): id is RpcId =>
  typeof id === "string" || (typeof id === "number" && Number.isSafeInteger(id));

/** The value of a body. Throws an `RpcError` where it is not JSON, or is nested too deep for whatever walks through it. */
export function parseBody(text: string): unknown {
  if (isNestedTooDeep(text))
    throw new RpcError(
      rpcCodes.invalidRequest,
      `The body is nested deeper than ${nestingLimit} levels. Send a flatter one.`,
      undefined,
      400,
    );
  try {
    return parseJson(text);
  } catch {
    throw new RpcError(rpcCodes.parse, "The body is not JSON.", undefined, 400); // the parser's own words quote the body
  }
}

const invalid = (why: string) =>
  new RpcError(rpcCodes.invalidRequest, `This is not a message of JSON-RPC 2.0: ${why}.`, undefined, 400);

/** A response around a result that is JSON already. */
export const resultMessage = (id: RpcId, result: string): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;

export const errorMessage = (id: RpcId | null, { code, message, data }: RpcError): string =>
  jsonOf({ jsonrpc: "2.0", id, error: { code, message, ...(data !== undefined && { data }) } });

export const notificationMessage = (method: string, params: Json): string => jsonOf({ jsonrpc: "2.0", method, params });

export const requestMessage = (id: RpcId, method: string, params: Json): string =>
  jsonOf({ jsonrpc: "2.0", id, method, params });

/** JSON with all digits of large integers. */
export const jsonOf = (value: unknown): string => toJson(value) ?? "null";
