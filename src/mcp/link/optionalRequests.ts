import { type Client, type JSONRPCRequest, LOG_LEVEL_META_KEY } from "@modelcontextprotocol/client";
import type { CompletionAsk } from "../../core/messages/completion";
import { eraOf } from "../../protocol/era";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import { noLimitMs, sentPart } from "../normalize/sdkShapes";
import { has, need, type Offer } from "../revisions/features";
import type { LinkParts } from "./linkParts";

/** The most values that are offered (specification, completion: at most 100 in a result). */
const maxValues = 100;

/** The values that a server proposes for an argument. Throws where the server offers no completion (`need`). */
export async function completeArgument(
  client: Client,
  offer: Offer,
  request: CompletionAsk,
  signal: AbortSignal,
): Promise<readonly string[]> {
  need(offer, "completions");
  const { of, argument, value, others } = request;
  const { completion, _meta } = await client.complete(
    {
      ref: "prompt" in of ? { type: "ref/prompt", name: of.prompt } : { type: "ref/resource", uri: of.uriTemplate },
      argument: { name: argument, value },
      ...(Object.keys(others).length > 0 && { context: { arguments: { ...others } } }),
    },
    { signal, timeout: noLimitMs },
  );
  return sentPart(completion.values.slice(0, maxValues), _meta);
}

/**
 * Subscribes to the changes of a resource; the notification is `notifications/resources/updated` in both eras. Returns what ends the
 * subscription. Throws where the server declares no subscriptions (`need`).
 */
export async function subscribeToResource(
  { client, changes }: Pick<LinkParts, "client" | "changes">,
  offer: Offer,
  uri: string,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  need(offer, "resourceUpdates");
  if (has(offer, "listening")) return changes.resource(uri, signal);
  await client.subscribeResource({ uri }, { signal, timeout: noLimitMs });
  return async () => {
    await client.unsubscribeResource({ uri }, { timeout: noLimitMs });
  };
}

/**
 * Sets the level from which on the server sends log messages; in revision 2026-07-28 each request carries it. Throws where the server
 * has no levels (`need`).
 */
export async function setServerLogLevel(
  { client, setRequestLogLevel }: Pick<LinkParts, "client" | "setRequestLogLevel">,
  offer: Offer,
  level: ServerLogLevel,
  signal: AbortSignal,
): Promise<void> {
  if (eraOf(offer.revision) === "modern") {
    need(offer, "requestLogLevels");
    return setRequestLogLevel(level);
  }
  need(offer, "logLevels");
  await client.setLoggingLevel(level, { signal, timeout: noLimitMs });
}

/** Each request carries the level (specification 2026-07-28, logging), except one that stays open. */
export function withLevel(message: JSONRPCRequest, level: ServerLogLevel): JSONRPCRequest {
  const { method, params } = message;
  if (method === "subscriptions/listen") return message;
  return { ...message, params: { ...params, _meta: { ...params?._meta, [LOG_LEVEL_META_KEY]: level } } };
}
