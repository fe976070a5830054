import type { ServerResponse } from "node:http";

/** An HTTP response that takes messages of a program: one as JSON, several as a stream of events. */
export class BridgedAnswer {
  private isStream = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** Calls back when the client has left before the answer was complete. */
  onLeft(run: () => void): void {
    this.response.once("close", () => this.response.writableFinished || run());
  }

  /** Opens a stream of events now, before there is one. */
  open(): void {
    if (this.isStream) return;
    this.isStream = true;
    this.response.writeHead(200, { ...this.headers, "content-type": "text/event-stream", "cache-control": "no-cache" });
    this.response.flushHeaders();
  }

  /** A message before the last one. */
  pass(line: string): void {
    this.open();
    this.response.write(`data: ${line}\n\n`);
  }

  /** The answer itself. `status` counts only where nothing was sent before. */
  end(line: string, status = 200): void {
    if (this.isStream) {
      this.pass(line);
      this.response.end();
    } else this.response.writeHead(status, { ...this.headers, "content-type": "application/json" }).end(line);
  }

  /** Nothing more comes. */
  close(): void {
    this.response.end();
  }
}
