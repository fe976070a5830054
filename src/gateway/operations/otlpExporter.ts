import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { CallSpans, type Span } from "../../core/operations/telemetry/callSpans";
import { OperationDurations } from "../../core/operations/telemetry/operationDurations";
import { metricsBody, type Sender, tracesBody } from "../../core/operations/telemetry/otlpJson";
import type { Stamped } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { OtlpOptions } from "./otlpOptions";
import { postJson } from "./postJson";

/** How long spans wait to be sent together, how many at most, and how many wait while nothing can be sent. */
const batchMs = 5000;
const batchSize = 512;
const waitingLimit = 4096;

/** How often metrics are sent, in milliseconds (OpenTelemetry's own default). */
const metricsMs = 60_000;

/** A collector that does not answer is said once an hour, in milliseconds. */
const sayAgainMs = 3_600_000;

/** Sends traces and metrics of calls to a collector (OTLP over HTTP, JSON). Nothing waits for it; what cannot be sent is dropped. */
export class OtlpExporter implements Disposable {
  readonly spans = new CallSpans((span) => this.take(span));
  readonly durations = new OperationDurations();
  private readonly over = new AbortController();
  private readonly sender: Sender;
  private readonly startedAt: number;
  private waiting: Span[] = [];
  private sending: Promise<void> | undefined;
  private batchTimer: Disposable | undefined;
  private metricsTimer: Disposable;
  private saidAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: OtlpOptions,
    private readonly clock: Clock,
    version: string,
    /** Hears of what was not delivered, in a sentence. */
    private readonly failed: (text: string) => void,
  ) {
    this.sender = { resource: options.resource, version };
    this.startedAt = clock.now();
    this.metricsTimer = this.nextMetrics();
  }

  readonly follow = (event: Stamped): void => {
    this.spans.follow(event);
    this.durations.follow(event);
  };

  /** Sends what waits, within the time limit of one request, and ends. */
  async close(): Promise<void> {
    this.batchTimer?.dispose();
    this.metricsTimer.dispose();
    await this.sending;
    await Promise.all([this.sendSpans(), this.sendMetrics()]);
    this.dispose();
  }

  dispose(): void {
    this.batchTimer?.dispose();
    this.metricsTimer.dispose();
    this.over.abort();
    this.waiting = [];
  }

  private take(span: Span): void {
    if (this.over.signal.aborted || this.waiting.length >= waitingLimit) return;
    this.waiting.push(span);
    if (this.waiting.length >= batchSize) this.sendSoon();
    else this.batchTimer ??= this.clock.after(batchMs, () => this.sendSoon(), true);
  }

  private sendSoon(): void {
    this.batchTimer?.dispose();
    this.batchTimer = undefined;
    this.sending ??= this.sendSpans().finally(() => {
      this.sending = undefined;
      if (this.waiting.length > 0 && !this.over.signal.aborted)
        this.batchTimer ??= this.clock.after(batchMs, () => this.sendSoon(), true);
    });
  }

  private async sendSpans(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, batchSize);
      if (!(await this.send(this.options.traces, tracesBody(batch, this.sender)))) return;
    }
  }

  private nextMetrics(): Disposable {
    return this.clock.after(
      metricsMs,
      () => {
        this.metricsTimer = this.nextMetrics();
        void this.sendMetrics();
      },
      true,
    );
  }

  private async sendMetrics(): Promise<void> {
    const { series } = this.durations;
    if (series.length === 0) return;
    await this.send(this.options.metrics, metricsBody(series, this.sender, this.startedAt, this.clock.now()));
  }

  private async send(address: string | undefined, body: unknown): Promise<boolean> {
    if (address === undefined) return true;
    const { timeoutMs, headers } = this.options;
    const posted = await postJson(address, JSON.stringify(body), timeoutMs, this.over.signal, headers);
    if (posted.ok) return true;
    const now = this.clock.now();
    if (now - this.saidAt >= sayAgainMs && !this.over.signal.aborted) {
      this.saidAt = now;
      this.failed(
        message(
          "telemetry.failed",
          "Traces and metrics do not reach the collector ({reason}). Check mcpHub.otlpEndpoint or OTEL_EXPORTER_OTLP_ENDPOINT.",
          { reason: posted.reason },
        ),
      );
    }
    return false;
  }
}
