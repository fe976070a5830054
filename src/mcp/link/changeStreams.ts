import type { Client, McpSubscription, SubscriptionFilter } from "@modelcontextprotocol/client";
import type { CatalogPart } from "../../core/catalog/catalog";
import { onAbort } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { isRetryable } from "../../core/kernel/errorTable";
import type { HubError } from "../../core/kernel/hubError";
import { Pause } from "../../core/kernel/pause";
import { message } from "../../protocol/message";
import { noLimitMs } from "../normalize/sdkShapes";
import { StreamBackoff, type StreamEnd } from "../wire/streamBackoff";
import type { SessionEvents } from "./linkListener";

export interface ChangeStreamParts extends Pick<Listener, "client" | "clock" | "toError"> {
  readonly events: SessionEvents;
}

/**
 * The streams on which a server of revision 2026-07-28 sends notifications of changes: it sends them nowhere else. Each is kept open;
 * after one broke, everything that it is about counts as changed.
 */
export class ChangeStreams {
  private readonly ended = new AbortController();

  constructor(private readonly parts: ChangeStreamParts) {}

  /** Listens for the changes of these lists, for as long as the link is open. */
  lists(lists: readonly CatalogPart[]): void {
    const filter: SubscriptionFilter = Object.fromEntries(lists.map((part) => [`${part}ListChanged`, true]));
    const onMissed = () => {
      for (const part of lists) this.parts.events.changed(part);
    };
    if (lists.length > 0) void keepListening(this.listener(onMissed), filter, this.ended.signal);
  }

  /** Listens for the changes of one resource; returns what stops it. Rejects where the server refuses. */
  async resource(uri: string, signal: AbortSignal): Promise<() => Promise<void>> {
    const filter = { resourceSubscriptions: [uri] };
    const abort = new AbortController();
    const end = () => abort.abort();
    const stopListening = onAbort(signal, () => abort.abort(signal.reason));
    this.ended.signal.addEventListener("abort", end, { once: true });
    const opened = await listen(this.parts.client, filter, abort.signal).finally(stopListening);
    const onMissed = () => this.parts.events.notification("notifications/resources/updated", { uri });
    const kept = keepListening(this.listener(onMissed), filter, abort.signal, opened);
    return async () => {
      this.ended.signal.removeEventListener("abort", end);
      end();
      await kept;
    };
  }

  end(): void {
    this.ended.abort();
  }

  private listener(onMissed: () => void): Listener {
    const { events, ...parts } = this.parts;
    const onFailure = ({ message: cause }: HubError) =>
      events.log(
        "warning",
        "server",
        message("link.changesMissed", "Changes on the server are not noticed for now. {cause}", { cause }),
      );
    return { ...parts, onMissed, onFailure };
  }
}

/** A stream that was open for this long, in milliseconds, has worked, even if nothing came. */
const settledMs = 10_000;

interface Listener {
  readonly client: Pick<Client, "listen">;
  readonly clock: Clock;
  /** The SDK's failure as a `HubError`. */
  readonly toError: (error: unknown) => HubError;
  /** The stream is open after a time in which changes were missed: what it is about must be read again. */
  readonly onMissed: () => void;
  /** The stream cannot be opened; called once, until it is open. */
  readonly onFailure: (error: HubError) => void;
}

/** Opens a stream of changes (`subscriptions/listen`, specification 2026-07-28). Rejects where the server refuses. */
const listen = (client: Listener["client"], filter: SubscriptionFilter, signal: AbortSignal) =>
  client.listen(filter, { signal, timeout: noLimitMs });

/**
 * Keeps a stream of changes open until the signal aborts: a stream that breaks, or that the server ends, is opened again, because the
 * server sends the changes nowhere else. Gives up where the server needs a sign-in, or refuses the very first time. Never rejects.
 */
export async function keepListening(
  { client, clock, toError, onMissed, onFailure }: Listener,
  filter: SubscriptionFilter,
  signal: AbortSignal,
  opened?: McpSubscription,
): Promise<void> {
  const backoff = new StreamBackoff();
  const pause = new Pause(clock);
  let stream = opened;
  let last: "none" | "ended" | "failed" = "none";
  while (!signal.aborted) {
    let end: StreamEnd = { broken: true, hadEvents: false, retryMs: undefined };
    try {
      stream ??= await listen(client, filter, signal);
      if (last !== "none") onMissed();
      const since = clock.now();
      const why = await stream.closed;
      end = { ...end, broken: why === "remote", hadEvents: clock.now() - since >= settledMs };
      last = "ended";
    } catch (error) {
      if (signal.aborted) return;
      const failure = toError(error);
      if (last !== "failed") onFailure(failure);
      if (failure.code === "needs-auth" || failure.code === "forbidden" || (last === "none" && !isRetryable(failure)))
        return;
      end = { ...end, retryAfterMs: failure.retryAfterMs };
      last = "failed";
    }
    stream = undefined;
    await pause.for(backoff.next(end), signal);
  }
}
