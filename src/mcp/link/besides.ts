import type { Client } from "@modelcontextprotocol/client";
import type { CompletionAsk } from "../../core/connection/completion";
import { HubError } from "../../core/hubError";
import { safeLine } from "../../core/redact";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import { noLimitMs } from "./sdkShapes";

/** More values than this are no help to choose from (specification, completion: at most 100 in an answer). */
const maxValues = 100;

/** The values that a server proposes for an argument; none where it completes nothing. */
export async function completeWith(
  client: Client,
  ask: CompletionAsk,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!client.getServerCapabilities()?.completions) return [];
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
 * Throws where the server declares no subscriptions.
 */
export async function subscribeWith(
  client: Client,
  server: string,
  uri: string,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  if (!client.getServerCapabilities()?.resources?.subscribe)
    throw new HubError(
      "protocol",
      `"${server}" does not tell when a resource changes. Open the resource again instead.`,
    );
  const options = { signal, timeout: noLimitMs };
  if (client.getProtocolEra() === "modern") {
    const subscription = await client.listen({ resourceSubscriptions: [uri] }, options);
    return () => subscription.close();
  }
  await client.subscribeResource({ uri }, options);
  return async () => {
    await client.unsubscribeResource({ uri }, { timeout: noLimitMs });
  };
}

/** Says from which level on the server sends log messages. Revision 2026-07-28 has no such request. */
export async function setLevelWith(
  client: Client,
  server: string,
  level: ServerLogLevel,
  signal: AbortSignal,
): Promise<void> {
  if (client.getProtocolEra() === "modern" || !client.getServerCapabilities()?.logging)
    throw new HubError("protocol", `"${safeLine(server)}" does not let the level of its log messages be set.`);
  await client.setLoggingLevel(level, { signal, timeout: noLimitMs });
}
