import type { Stamped } from "../../protocol/hubEvent";
import { openTelemetry } from "./openTelemetry";
import type { OtlpExporter } from "./otlpExporter";

export interface FollowedTelemetryPorts {
  /** The setting `mcpHub.otlpEndpoint`, as it is now. */
  readonly endpoint: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly parts: Parameters<typeof openTelemetry>[2];
  /** Hears where the exporter cannot be loaded. */
  readonly report: (error: unknown) => void;
}

/** Sends traces and metrics to where the settings say now: another address counts as soon as the settings were read. */
export class FollowedTelemetry {
  private exporter: OtlpExporter | undefined;
  private endpoint: string | undefined;
  /** One change after the other. */
  private turn: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(private readonly ports: FollowedTelemetryPorts) {
    this.adjust();
  }

  readonly follow = (event: Stamped): void => {
    if (event.type === "config.read") this.adjust();
    this.exporter?.follow(event);
  };

  /** Settles when what waits was sent, within the time limit of one request. */
  async close(): Promise<void> {
    this.isOver = true;
    await this.turn;
    await this.exporter?.close();
  }

  private adjust(): void {
    const endpoint = this.ports.endpoint();
    if (endpoint === this.endpoint || this.isOver) return;
    this.endpoint = endpoint;
    this.turn = this.turn.then(() => this.replace(endpoint)).catch(this.ports.report);
  }

  private async replace(endpoint: string): Promise<void> {
    const { exporter } = this;
    this.exporter = undefined;
    // What was gathered for the old address still goes there, and nobody waits for it longer than one request.
    await exporter?.close();
    const { env, parts } = this.ports;
    this.exporter = await openTelemetry(endpoint, env, parts);
  }
}
