import type { JSONRPCResponse } from "@modelcontextprotocol/client";
import { isObject } from "../../protocol/isObject";
import { brokenText, isTooDeep } from "../wire/brokenAnswers";
import { brokenAnswer, errorResponse, nestedTooDeep } from "../wire/errorResponse";
import type { SecretMask } from "../wire/secretMask";

type Json = Readonly<Record<string, unknown>>;

/**
 * An answer that names no request, as that of the only one that waits (`only`): a server that could not read a request does not know its
 * id. An answer of broken JSON, as the failure that it is.
 */
export function matched(
  response: JSONRPCResponse,
  server: string,
  only: () => string | number | undefined,
  mask: SecretMask | undefined,
): JSONRPCResponse {
  const id = response.id ?? only();
  if (id === undefined) return response;
  if ("error" in response && isTooDeep(response.error)) return errorResponse(id, nestedTooDeep(server));
  const broken = "error" in response ? brokenText(response.error) : undefined;
  if (broken === undefined) return { ...response, id };
  return errorResponse(id, brokenAnswer(server, mask?.text(broken) ?? broken));
}

/** The requests whose result says nothing: whatever it is, it is an answer. */
const withoutResult = new Set([
  "ping",
  "logging/setLevel",
  "resources/subscribe",
  "resources/unsubscribe",
  "tasks/cancel",
]);

/** A result without what the SDK would drop the whole message for, so that its request would wait forever; nothing where it is not a result. */
export function withoutOddParts(method: string, result: unknown): { readonly result?: Json } {
  if (!isObject(result)) return withoutResult.has(method) ? { result: {} } : {};
  const { _meta: meta, resultType } = result;
  if ((meta === undefined || isObject(meta)) && (resultType === undefined || typeof resultType === "string"))
    return { result };
  const { _meta: _, resultType: __, ...others } = result;
  return {
    result: {
      ...others,
      ...(isObject(meta) && { _meta: meta }),
      ...(typeof resultType === "string" && { resultType }),
    },
  };
}
