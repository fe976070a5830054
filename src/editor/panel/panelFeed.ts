import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { Stamped } from "../../protocol/hubEvent";
import { type ToPanel, wirePreview } from "../../protocol/panelMessages";
import { EventBatch } from "./eventBatch";
import type { PanelHistory } from "./history/panelHistory";

/** Events within this time are sent together; a page could not show them faster. */
export const batchMs = 60;
/** The most events in one batch: about 4,000 per second, more than a person can read and fewer than a page can handle. */
export const batchLimit = 250;

/** After this time a message without acknowledgment counts as lost. */
export const sendLimitMs = 10_000;

export interface PanelFeedDeps {
  readonly stream: Pick<EventStream, "onEvent" | "view" | "count">;
  /** What happened before the page asks. */
  readonly history: Pick<PanelHistory, "events" | "dropped">;
  readonly clock: Clock;
  /** Settles when the page has received the message; `false` if there is no page. */
  readonly post: (message: ToPanel) => PromiseLike<boolean>;
  readonly report: (error: unknown) => void;
}

/** The most events of the past in one message: the first shows something at once, the others are not a long wait for the host. */
const firstChunk = 300;
export const chunk = 1500;

/** Feeds events to one page: a snapshot on request, the past in pieces, then batches. Each batch waits until the previous message has arrived. */
export class PanelFeed implements Disposable {
  private readonly batch = new EventBatch(batchLimit);
  private readonly listener: Disposable;
  private timer: Disposable | undefined;
  private live = false;
  /** What of the past the page has not been told. */
  private past: readonly Stamped[] = [];
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
    const { stream, history } = this.deps;
    this.batch.clear();
    this.live = true;
    const { events, dropped } = history;
    this.past = events.slice(firstChunk);
    const first = events.slice(0, firstChunk).map(forPage);
    this.post({ type: "snapshot", view: stream.view, events: first, seq: stream.count, dropped });
  }

  /** Leaves out what the page was not told yet of the events up to this number. */
  forget(upTo: number): void {
    this.past = this.past.filter(({ seq }) => seq > upTo);
  }

  /** Stops collecting events, because the page is hidden. */
  stop(): void {
    this.live = false;
    this.past = [];
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
      events: events.map(forPage),
      ...(dropped > 0 && { gap: { dropped, view: this.deps.stream.view } }),
    });
  }

  private postPast(): void {
    const events = this.past.slice(0, chunk).map(forPage);
    this.past = this.past.slice(chunk);
    this.post({ type: "history", events });
  }

  /** Sends one message at a time, so a slow page is not flooded: events wait in the bounded batch meanwhile. */
  private post(message: ToPanel): void {
    this.sending?.dispose();
    const sent = () => {
      if (this.sending !== limit) return; // an older message: the page has been reloaded since
      limit.dispose();
      this.sending = undefined;
      if (this.past.length > 0) this.postPast();
      else if (!this.batch.isEmpty) this.flushSoon();
    };
    const limit = this.deps.clock.after(sendLimitMs, sent);
    this.sending = limit;
    this.deps.post(message).then(sent, (error: unknown) => {
      this.deps.report(error);
      sent();
    });
  }
}

/** The beginning of a long message is enough for the list; the page asks for the rest when somebody opens it. */
const forPage = (event: Stamped): Stamped =>
  event.type === "wire.message" && event.text.length > wirePreview
    ? { ...event, text: event.text.slice(0, wirePreview) }
    : event;
