import type { OutgoingHttpHeaders } from "node:http";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { Exchange } from "./exchange";

/** How often a quiet stream says that it is alive, in milliseconds: well below the idle limits of proxies and clients. */
const keepAliveMs = 15_000;

/** How much may wait for a client that does not read, in bytes; beyond it the client is let go. */
const waitingLimit = 64 * 1024 * 1024;

/** A response as a stream of server-sent events (HTML standard, section 9.2). Writes nothing after its end. */
export class SseWriter {
  private isOver: boolean;
  private beat: Disposable | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly clock: Pick<Clock, "after">,
    headers: OutgoingHttpHeaders = {},
  ) {
    const { response, requestId } = exchange;
    // The client may have left, or the listener may have answered, before there was anything to stream.
    this.isOver = response.destroyed || response.headersSent;
    if (this.isOver) return;
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      "x-request-id": requestId,
      ...headers,
    });
    response.flushHeaders();
    response.on("close", () => this.stop());
    this.beat = this.nextBeat();
    if (response.destroyed) this.stop();
  }

  get ended(): boolean {
    return this.isOver || this.exchange.signal.aborted;
  }

  /** One event; `json` has no line breaks, as `JSON.stringify` writes it. */
  send(json: string, { id, event }: { readonly id?: string; readonly event?: string } = {}): void {
    this.write(
      `${event === undefined ? "" : `event: ${event}\n`}${id === undefined ? "" : `id: ${id}\n`}data: ${json}\n\n`,
    );
  }

  end(): void {
    if (this.isOver) return;
    this.stop();
    this.exchange.response.end();
  }

  private write(text: string): void {
    if (this.isOver) return;
    const { response } = this.exchange;
    response.write(text);
    if (response.writableLength > waitingLimit) response.destroy();
  }

  private nextBeat(): Disposable {
    return this.clock.after(keepAliveMs, () => {
      this.write(": keep-alive\n\n");
      this.beat = this.nextBeat();
    });
  }

  private stop(): void {
    this.isOver = true;
    this.beat?.dispose();
  }
}
