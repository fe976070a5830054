import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { ToPanel } from "../../protocol/panelMessages";
import { EventBatch } from "./eventBatch";

/** Milliseconds in which events come together before they are sent: a page cannot show more than that anyway. */
export const batchMs = 60;
/** The most events in one batch: about 4,000 in a second, more than a person can read and less than a page can bear. */
export const batchLimit = 250;

/** Milliseconds after which a message that nobody acknowledged is taken for lost. */
export const sendLimitMs = 10_000;

export interface PanelFeedDeps {
  readonly stream: Pick<EventStream, "onEvent" | "view" | "history" | "count">;
  readonly clock: Clock;
  /** Settles when the page has the message; false when there is no page to have it. */
  readonly post: (message: ToPanel) => PromiseLike<boolean>;
  readonly report: (error: unknown) => void;
}

/** Feeds one page from the stream: a snapshot when it asks, then batches, the next only after the last has arrived. */
export class PanelFeed implements Disposable {
  private readonly batch = new EventBatch(batchLimit);
  private readonly listening: Disposable;
  private timer: Disposable | undefined;
  private live = false;
  private sending: Disposable | undefined;

  constructor(private readonly deps: PanelFeedDeps) {
    this.listening = deps.stream.onEvent((event) => {
      if (!this.live) return;
      this.batch.add(event);
      this.wait();
    });
  }

  /** A page is there and knows nothing: tells it all, and goes on from there. */
  start(): void {
    const { stream } = this.deps;
    this.batch.clear();
    this.live = true;
    this.post({ type: "snapshot", view: stream.view, events: stream.history, seq: stream.count });
  }

  /** The page is gone for now; nothing is gathered for it. */
  stop(): void {
    this.live = false;
    this.batch.clear();
    this.timer?.dispose();
    this.sending?.dispose();
    this.timer = this.sending = undefined;
  }

  dispose(): void {
    this.stop();
    this.listening.dispose();
  }

  private wait(): void {
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

  /** A slow page is not overrun: what comes meanwhile waits in the batch, which is bounded. */
  private post(message: ToPanel): void {
    this.sending?.dispose();
    const sent = () => {
      if (this.sending !== limit) return; // an older message: the page has begun anew since
      limit.dispose();
      this.sending = undefined;
      if (!this.batch.isEmpty) this.wait();
    };
    const limit = this.deps.clock.after(sendLimitMs, sent);
    this.sending = limit;
    this.deps.post(message).then(sent, (error: unknown) => {
      this.deps.report(error);
      sent();
    });
  }
}
