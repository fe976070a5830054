import type { Client, McpSubscription, SubscriptionFilter } from "@modelcontextprotocol/client";
import type { CatalogPart } from "../../core/catalog/catalog";
import { onAbort } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { isRetryable } from "../../core/kernel/errorTable";
import type { HubError } from "../../core/kernel/hubError";
import { Pause } from "../../core/kernel/pause";
import { noLimitMs } from "../normalize/sdkShapes";
import { StreamBackoff, type StreamEnd } from "../wire/streamBackoff";
import type { LinkReports } from "./linkListener";

export interface ChangeStreamParts extends Pick<Listener, "client" | "clock" | "words"> {
  readonly said: LinkReports;
}

/**
 * The streams on which a server of revision 2026-07-28 tells changes: it tells them only to those that listen. Each is kept open; after
 * one was cut, what it is about is taken for changed.
 */
export class ChangeStreams {
  private readonly over = new AbortController();

  constructor(private readonly parts: ChangeStreamParts) {}

  /** Listens for the changes of these lists, for as long as the line is there. */
  lists(lists: readonly CatalogPart[]): void {
    const filter: SubscriptionFilter = Object.fromEntries(lists.map((part) => [`${part}ListChanged`, true]));
    const missed = () => {
      for (const part of lists) this.parts.said.changed(part);
    };
    if (lists.length > 0) void keepListening(this.listener(missed), filter, this.over.signal);
  }

  /** Listens for the changes of one resource; returns what ends it. Rejects where the server refuses. */
  async resource(uri: string, signal: AbortSignal): Promise<() => Promise<void>> {
    const filter = { resourceSubscriptions: [uri] };
    const abort = new AbortController();
    const end = () => abort.abort();
    const stopListening = onAbort(signal, () => abort.abort(signal.reason));
    this.over.signal.addEventListener("abort", end, { once: true });
    const opened = await listen(this.parts.client, filter, abort.signal).finally(stopListening);
    const missed = () => this.parts.said.notification("notifications/resources/updated", { uri });
    const kept = keepListening(this.listener(missed), filter, abort.signal, opened);
    return async () => {
      this.over.signal.removeEventListener("abort", end);
      end();
      await kept;
    };
  }

  end(): void {
    this.over.abort();
  }

  private listener(missed: () => void): Listener {
    const { said, ...parts } = this.parts;
    const deaf = ({ message }: HubError) =>
      said.log("warning", "server", `Changes of what is offered are not heard for now. ${message}`);
    return { ...parts, missed, deaf };
  }
}

/** A stream that stood for as long as this, in milliseconds, has worked, however little was said in it. */
const settledMs = 10_000;

interface Listener {
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
const listen = (client: Listener["client"], filter: SubscriptionFilter, signal: AbortSignal) =>
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
