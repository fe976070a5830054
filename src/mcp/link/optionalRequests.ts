import type { Client } from "@modelcontextprotocol/client";
import type { CompletionAsk } from "../../core/messages/completion";
import { eraOf } from "../../protocol/era";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import { noLimitMs } from "../normalize/sdkShapes";
import { has, need, type Offer } from "../revisions/features";
import type { LinkParts } from "./linkParts";

/** More values than this are no help to choose from (specification, completion: at most 100 in an answer). */
const maxValues = 100;

/** The values that a server proposes for an argument. Throws where it completes nothing (`need`). */
export async function completeWith(
  client: Client,
  offer: Offer,
  ask: CompletionAsk,
  signal: AbortSignal,
): Promise<readonly string[]> {
  need(offer, "completions");
  const { of, argument, value, others } = ask;
  const { completion } = await client.complete(
    {
      ref: "prompt" in of ? { type: "ref/prompt", name: of.prompt } : { type: "ref/resource", uri: of.uriTemplate },
      argument: { name: argument, value },
      ...(Object.keys(others).length > 0 && { context: { arguments: { ...others } } }),
    },
    { signal, timeout: noLimitMs },
  );
  return completion.values.slice(0, maxValues);
}

/**
 * Asks to be told when a resource changes; the notification is `notifications/resources/updated` in both eras. Returns what ends it.
 * Throws where the server declares no subscriptions (`need`).
 */
export async function subscribeWith(
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
 * Says from which level on the server sends log messages; in revision 2026-07-28 that is said with each request. Throws where it cannot be
 * told (`need`).
 */
export async function setLevelWith(
  { client, sayLevel }: Pick<LinkParts, "client" | "sayLevel">,
  offer: Offer,
  level: ServerLogLevel,
  signal: AbortSignal,
): Promise<void> {
  if (eraOf(offer.revision) === "modern") {
    need(offer, "requestLogLevels");
    return sayLevel(level);
  }
  need(offer, "logLevels");
  await client.setLoggingLevel(level, { signal, timeout: noLimitMs });
}
