import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { Exchange } from "../http/exchange";
import { sendText } from "../http/respond";
import { SseWriter } from "../http/sseWriter";

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

/** Keeps the messages of one stream for a client that comes back. */
export interface Log {
  /** The id of an event before all messages, where the client's revision has one. */
  readonly firstId: string | undefined;
  /** Keeps a message; returns its id. */
  add(message: string): string;
  since(number: number): Iterable<{ readonly id: string; readonly message: string }>;
  /** The answer was the last message. */
  end(): void;
}

/**
 * The response to one POST: JSON if the answer is all there is, a stream of events as soon as something goes before it. With `beginLog`
 * the events of a stream are kept for a client that lost the connection and comes back.
 */
export class Reply implements Answering {
  readonly canStream: boolean;
  private stream: SseWriter | undefined;
  private log: Log | undefined;
  private answered = false;
  private readonly patience: Disposable;

  constructor(
    private readonly exchange: Exchange,
    private readonly clock: Clock,
    private readonly beginLog?: (reply: Reply) => Log,
  ) {
    const { accept = "" } = exchange.request.headers;
    this.canStream = accept.includes("text/event-stream") || accept.includes("*/*");
    this.patience = clock.after(streamAfterMs, () => this.open(), true);
  }

  /** Whether the client may come back for what it has missed. */
  get canResume(): boolean {
    return this.log !== undefined;
  }

  /** Whether the client is there now: it may have come back. */
  get isConnected(): boolean {
    return this.stream ? !this.stream.ended : !this.exchange.signal.aborted;
  }

  notify(message: string): void {
    if (this.answered) return;
    this.open();
    this.write(message);
  }

  finish(message: string, status = 200): void {
    if (this.answered) return;
    this.answered = true;
    this.patience.dispose();
    if (!this.stream) sendText(this.exchange, status, message);
    this.write(message);
    this.stream?.end();
    this.log?.end();
  }

  /** The client came back: it gets what it has missed after that event, and everything from now on. */
  resume(exchange: Exchange, after: number): void {
    const stream = new SseWriter(exchange, this.clock);
    this.stream?.end();
    this.stream = stream;
    for (const { id, message } of this.log?.since(after) ?? []) stream.send(message, { id });
    if (this.answered) stream.end();
  }

  /** It is not waited for any longer. */
  dispose(): void {
    this.patience.dispose();
  }

  /** There is no stream for a client that left before it began: it has no event to come back to. */
  private open(): void {
    const { response, signal } = this.exchange;
    if (this.stream || !this.canStream || response.headersSent || signal.aborted) return;
    this.patience.dispose();
    this.stream = new SseWriter(this.exchange, this.clock);
    this.log = this.beginLog?.(this);
    if (this.log?.firstId !== undefined) this.stream.send("", { id: this.log.firstId });
  }

  private write(message: string): void {
    if (!this.stream) return;
    const id = this.log?.add(message);
    this.stream.send(message, id === undefined ? {} : { id });
  }
}
