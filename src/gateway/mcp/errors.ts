import { asHubError, type HubError } from "../../core/kernel/hubError";
import { safeLine, safeText } from "../../core/kernel/redact";
import type { Era } from "../../protocol/era";
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { isObject } from "../../protocol/isObject";
import { englishOf, message } from "../../protocol/message";
import { defectIn } from "../http/defect";
import type { Exchange } from "../http/exchange";
import { type Json, RpcError, rpcCodes } from "./rpc";

/** The hub's refusals that say that the request itself is wrong. */
const ofTheRequest: ReadonlySet<HubErrorCode> = new Set(["bad-arguments", "unknown-tool", "unknown-server"]);

/** Those behind which an answer of the server may stand. */
const ofTheServer: ReadonlySet<HubErrorCode> = new Set(["server-error", "unknown-resource"]);

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

/** Reports what is a defect of the hub: its client gets no more than a sentence. */
export function reportDefect(report: (error: unknown) => void, { requestId }: Exchange, error: unknown): void {
  if (!(error instanceof RpcError) && asHubError(error).code === "internal") report(defectIn(requestId, error));
}

/** A failure in the words of the protocol. What the server itself answered keeps its code and its data. */
export function toRpcError(error: unknown, era: Era = "legacy"): RpcError {
  if (error instanceof RpcError) return inEra(error, era);
  const failure = asHubError(error);
  const answered = ofTheServer.has(failure.code) ? serverAnswer(failure) : undefined;
  if (answered) return inEra(answered, era);
  if (failure.code === "unknown-resource")
    return inEra(new RpcError(rpcCodes.resourceNotFound, englishOf(failure.message), dataOf(failure)), era);
  const code = ofTheRequest.has(failure.code) ? rpcCodes.invalidParams : rpcCodes.internal;
  return new RpcError(code, englishOf(failure.message), dataOf(failure));
}

/**
 * An error in the codes of the era. A resource that is not there has a code of its own up to the revisions without a handshake, in which it
 * is a mistake of the params. There a client that must open an address lacks a capability, or it would have been asked; and that a
 * capability is missing has a code only there.
 */
const inEra = (error: RpcError, era: Era): RpcError => {
  const { code, message: text, data } = error;
  if (isMissingResource(error))
    return new RpcError(
      era === "modern" ? rpcCodes.invalidParams : rpcCodes.resourceNotFound,
      text,
      data,
      error.status,
    );
  if (era === "legacy")
    return code === rpcCodes.missingCapability ? new RpcError(rpcCodes.internal, text, data) : error;
  if (code === rpcCodes.urlRequired)
    return new RpcError(rpcCodes.missingCapability, text, { requiredCapabilities: { elicitation: { url: {} } } }, 400);
  return code === rpcCodes.missingCapability ? new RpcError(code, text, data, 400) : error;
};

/** The SDK's client gives both codes as one, and says to know it by its data: the address, and nothing else. */
const isMissingResource = ({ code, data }: RpcError): boolean =>
  code === rpcCodes.resourceNotFound ||
  (code === rpcCodes.invalidParams && isObject(data) && typeof data.uri === "string" && Object.keys(data).length === 1);

/**
 * A call that could not run, as the result of a tool: the model reads why, and what to do. What is wrong with the request, or what the
 * server answered with an error, stays an error.
 */
export function failedCall(error: unknown, era: Era): Json | undefined {
  if (error instanceof RpcError) return undefined;
  const failure = asHubError(error);
  const answered = serverAnswer(failure)?.code;
  const hasNoCode = era === "legacy" && answered === rpcCodes.missingCapability;
  if ((failure.code === "server-error" && !hasNoCode) || ofTheRequest.has(failure.code)) return undefined;
  return {
    content: [{ type: "text", text: englishOf(failure.message) }],
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
