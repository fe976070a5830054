import type { Client, McpSubscription, SubscriptionFilter } from "@modelcontextprotocol/client";
import type { Clock } from "../../core/clock";
import { Pause } from "../../core/connection/pause";
import { isRetryable } from "../../core/errorTable";
import type { HubError } from "../../core/hubError";
import { StreamBackoff, type StreamEnd } from "../http/streamBackoff";
import { noLimitMs } from "./sdkShapes";

/** A stream that stood for as long as this, in milliseconds, has worked, however little was said in it. */
const settledMs = 10_000;

export interface Listener {
  readonly client: Pick<Client, "listen">;
  readonly clock: Clock;
  /** The SDK's failure in the hub's words. */
  readonly words: (error: unknown) => HubError;
  /** The stream is open after a time in which changes went unheard: what is followed must be looked at. */
  readonly missed: () => void;
  /** Hears that the stream cannot be opened; once, until it is open. */
  readonly deaf: (error: HubError) => void;
}

/** Opens a stream of changes (`subscriptions/listen`, specification 2026-07-28). Rejects where the server refuses. */
export const listen = (client: Listener["client"], filter: SubscriptionFilter, signal: AbortSignal) =>
  client.listen(filter, { signal, timeout: noLimitMs });

/**
 * Keeps a stream of changes open until the signal aborts: one that breaks, or that the server ends, is opened anew, since what is told
 * meanwhile is told to nobody. Gives up where the server wants a sign-in, or refuses the very first time. Never rejects.
 */
export async function keepListening(
  { client, clock, words, missed, deaf }: Listener,
  filter: SubscriptionFilter,
  signal: AbortSignal,
  opened?: McpSubscription,
): Promise<void> {
  const backoff = new StreamBackoff();
  const pause = new Pause(clock);
  let stream = opened;
  let last: "none" | "ended" | "failed" = "none";
  while (!signal.aborted) {
    let end: StreamEnd = { broke: true, heard: false, retryMs: undefined };
    try {
      stream ??= await listen(client, filter, signal);
      if (last !== "none") missed();
      const since = clock.now();
      const why = await stream.closed;
      end = { ...end, broke: why === "remote", heard: clock.now() - since >= settledMs };
      last = "ended";
    } catch (error) {
      if (signal.aborted) return;
      const failure = words(error);
      if (last !== "failed") deaf(failure);
      if (failure.code === "needs-auth" || (last === "none" && !isRetryable(failure))) return;
      end = { ...end, waitMs: failure.retryAfterMs };
      last = "failed";
    }
    stream = undefined;
    await pause.for(backoff.next(end), signal);
  }
}
