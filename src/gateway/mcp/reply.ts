import type { OutgoingHttpHeaders } from "node:http";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { Exchange } from "../http/exchange";
import { sendText } from "../http/respond";
import { SseWriter } from "../http/sseWriter";
import type { StreamLog } from "./legacy/streamLog";

/** How long an answer may take before the response becomes a stream, which says that it is alive, in milliseconds. */
const streamAfterMs = 10_000;

/** Where the messages of one request go. */
export interface Answering {
  /** Whether messages before the answer can reach the client. */
  readonly canStream: boolean;
  /** A message before the answer. Dropped where the client takes no stream. */
  notify(message: string): void;
  /** The answer, which is the last message. `status`: of the response, where nothing was sent before. */
  finish(message: string, status?: number): void;
}

/**
 * The response to one POST: JSON if the answer is all there is, a stream of events as soon as something goes before it. With a `log`, its
 * events are kept for a client that lost the connection and comes back.
 */
export class Reply implements Answering {
  readonly canStream: boolean;
  private stream: SseWriter | undefined;
  private answered = false;
  private readonly patience: Disposable;

  constructor(
    private readonly exchange: Exchange,
    private readonly clock: Clock,
    private readonly headers: OutgoingHttpHeaders = {},
    private readonly log?: StreamLog,
  ) {
    const { accept = "" } = exchange.request.headers;
    this.canStream = accept.includes("text/event-stream") || accept.includes("*/*");
    this.patience = clock.after(streamAfterMs, () => this.open(), true);
  }

  /** Whether the client may come back for what it has missed. */
  get canResume(): boolean {
    return this.stream !== undefined && this.log !== undefined;
  }

  /** Whether the client is there now: it may have come back. */
  get isConnected(): boolean {
    return this.stream ? !this.stream.ended : !this.exchange.signal.aborted;
  }

  notify(message: string): void {
    this.open();
    this.write(message);
  }

  finish(message: string, status = 200): void {
    if (this.answered) return;
    this.answered = true;
    this.patience.dispose();
    if (!this.stream) sendText(this.exchange, status, message, this.headers);
    this.write(message);
    this.stream?.end();
  }

  /** The client came back: it gets what it has missed after that event, and everything from now on. */
  resume(exchange: Exchange, after: number): void {
    const stream = new SseWriter(exchange, this.clock, this.headers);
    this.stream?.end();
    this.stream = stream;
    for (const { id, message } of this.log?.since(after) ?? []) stream.send(message, { id });
    if (this.answered) stream.end();
  }

  private open(): void {
    if (this.stream || !this.canStream || this.exchange.response.headersSent) return;
    this.patience.dispose();
    this.stream = new SseWriter(this.exchange, this.clock, this.headers);
    // So that a client has an id to come back with, whatever happens before the first message (specification 2025-11-25).
    if (this.log) this.stream.send("", { id: this.log.firstId });
  }

  private write(message: string): void {
    if (!this.stream) return;
    const id = this.log?.add(message);
    this.stream.send(message, id === undefined ? {} : { id });
  }
}
