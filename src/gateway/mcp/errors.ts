import { asHubError, type HubError } from "../../core/kernel/hubError";
import { safeLine, safeText } from "../../core/kernel/redact";
import type { Era } from "../../protocol/era";
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { message } from "../../protocol/message";
import { type Json, RpcError, rpcCodes } from "./rpc";

/** The hub's refusals that say that the request itself is wrong. */
const ofTheRequest: ReadonlySet<HubErrorCode> = new Set(["bad-arguments", "unknown-tool", "unknown-server"]);

/** `why`: which member must be what. */
export const wrongParams = (why: string) =>
  new RpcError(rpcCodes.invalidParams, message("gateway.wrongParams", "The params are wrong: {why}.", { why }));

/** In the revision without a handshake, the status of the response says so too. */
export const unknownMethod = (method: string, era: Era) =>
  new RpcError(
    rpcCodes.methodNotFound,
    message("gateway.unknownMethod", "The gateway does not know the method {method}.", {
      method: safeLine(method, 80),
    }),
    undefined,
    era === "modern" ? 404 : 200,
  );

/** A failure in the words of the protocol. What the server itself answered keeps its code and its data. */
export function toRpcError(error: unknown, era: Era = "legacy"): RpcError {
  if (error instanceof RpcError) return inEra(error, era);
  const failure = asHubError(error);
  if (failure.code === "unknown-resource")
    return inEra(new RpcError(rpcCodes.resourceNotFound, failure.message, dataOf(failure)), era);
  const answered = failure.code === "server-error" ? serverAnswer(failure) : undefined;
  if (answered) return inEra(answered, era);
  const code = ofTheRequest.has(failure.code) ? rpcCodes.invalidParams : rpcCodes.internal;
  return new RpcError(code, failure.message, dataOf(failure));
}

/** A resource that is not there is a mistake of the params in the revisions without a handshake. */
const inEra = (error: RpcError, era: Era): RpcError =>
  era === "modern" && error.code === rpcCodes.resourceNotFound
    ? new RpcError(rpcCodes.invalidParams, error.message, error.data, error.status)
    : error;

/**
 * A call that could not run, as the result of a tool: the model reads why, and what to do. What is wrong with the request, or what the
 * server answered with an error, stays an error.
 */
export function failedCall(error: unknown): Json | undefined {
  if (error instanceof RpcError) return undefined;
  const failure = asHubError(error);
  if (failure.code === "server-error" || ofTheRequest.has(failure.code)) return undefined;
  return {
    content: [{ type: "text", text: failure.message }],
    isError: true,
    _meta: { "mcp-hub/error": dataOf(failure) },
  };
}

const dataOf = ({ code, retryAfterMs }: HubError): Json => ({
  code,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

/** The error that a server answered with, behind the hub's own words for it. */
function serverAnswer({ cause }: HubError): RpcError | undefined {
  for (let inner: unknown = cause; inner instanceof Error; inner = inner.cause) {
    const { code, data } = inner as Error & { readonly code?: unknown; readonly data?: unknown };
    if (typeof code === "number" && Number.isInteger(code))
      return new RpcError(code, safeText(inner.message, messageLimit), data);
  }
  return undefined;
}

/** The longest message of a server that is passed on, in characters. */
const messageLimit = 4000;
