import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { ToPanel } from "../../protocol/panelMessages";
import { EventBatch } from "./eventBatch";

/** Events within this time are sent together; a page could not show them faster. */
export const batchMs = 60;
/** The most events in one batch: about 4,000 per second, more than a person can read and fewer than a page can handle. */
export const batchLimit = 250;

/** After this time a message without acknowledgment counts as lost. */
export const sendLimitMs = 10_000;

export interface PanelFeedDeps {
  readonly stream: Pick<EventStream, "onEvent" | "view" | "history" | "count">;
  readonly clock: Clock;
  /** Settles when the page has received the message; `false` if there is no page. */
  readonly post: (message: ToPanel) => PromiseLike<boolean>;
  readonly report: (error: unknown) => void;
}

/** Feeds events to one page: a snapshot on request, then batches. Each batch waits until the previous message has arrived. */
export class PanelFeed implements Disposable {
  private readonly batch = new EventBatch(batchLimit);
  private readonly listener: Disposable;
  private timer: Disposable | undefined;
  private live = false;
  private sending: Disposable | undefined;

  constructor(private readonly deps: PanelFeedDeps) {
    this.listener = deps.stream.onEvent((event) => {
      if (!this.live) return;
      this.batch.add(event);
      this.flushSoon();
    });
  }

  /** Sends a snapshot to a new page and follows the stream from there. */
  start(): void {
    const { stream } = this.deps;
    this.batch.clear();
    this.live = true;
    this.post({ type: "snapshot", view: stream.view, events: stream.history, seq: stream.count });
  }

  /** Stops collecting events, because the page is hidden. */
  stop(): void {
    this.live = false;
    this.batch.clear();
    this.timer?.dispose();
    this.sending?.dispose();
    this.timer = this.sending = undefined;
  }

  dispose(): void {
    this.stop();
    this.listener.dispose();
  }

  private flushSoon(): void {
    if (this.timer || this.sending) return;
    this.timer = this.deps.clock.after(batchMs, () => {
      this.timer = undefined;
      this.flush();
    });
  }

  private flush(): void {
    const { events, dropped } = this.batch.take();
    if (!this.live || events.length === 0) return;
    this.post({
      type: "events",
      events,
      ...(dropped > 0 && { gap: { dropped, view: this.deps.stream.view } }),
    });
  }

  /** Sends one message at a time, so a slow page is not flooded: events wait in the bounded batch meanwhile. */
  private post(message: ToPanel): void {
    this.sending?.dispose();
    const sent = () => {
      if (this.sending !== limit) return; // an older message: the page has been reloaded since
      limit.dispose();
      this.sending = undefined;
      if (!this.batch.isEmpty) this.flushSoon();
    };
    const limit = this.deps.clock.after(sendLimitMs, sent);
    this.sending = limit;
    this.deps.post(message).then(sent, (error: unknown) => {
      this.deps.report(error);
      sent();
    });
  }
}
