import type { SubscriptionFilter } from "@modelcontextprotocol/client";
import type { CatalogPart } from "../../core/catalog/catalog";
import type { HubError } from "../../core/hubError";
import { onAbort } from "../../core/onAbort";
import type { Said } from "./ears";
import { keepListening, type Listener, listen } from "./keepListening";

export interface ChangeStreamParts extends Pick<Listener, "client" | "clock" | "words"> {
  readonly said: Said;
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
