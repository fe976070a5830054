import assert from "node:assert/strict";
import { systemClock } from "../../src/core/kernel/clock";
import type { Exchange } from "../../src/gateway/http/exchange";
import { type Listener, listen } from "../../src/gateway/http/listen";
import type { Handler, ListenOptions } from "../../src/gateway/http/listenOptions";
import { sendJson } from "../../src/gateway/http/respond";

/** Listeners of one test, which are closed with it. A defect that nobody expects fails it. */
export class GatewayListeners {
  readonly reported: unknown[] = [];
  readonly refused: string[] = [];
  private readonly open: Listener[] = [];

  async listen(handler: Handler = echo, options: Partial<ListenOptions> = {}): Promise<Listener> {
    const listener = await listen(handler, {
      host: "127.0.0.1",
      port: 0,
      clock: systemClock,
      report: (error) => this.reported.push(error),
      refused: (reason) => this.refused.push(reason),
      ...options,
      limits: { closeMs: 100, ...options.limits },
    });
    this.open.push(listener);
    return listener;
  }

  async close(expected: readonly RegExp[] = []): Promise<void> {
    await Promise.all(this.open.splice(0).map((listener) => listener.close()));
    const found = this.reported.splice(0).map(String);
    assert.equal(found.length, expected.length, found.join("\n"));
    for (const [index, pattern] of expected.entries()) assert.match(found[index] ?? "", pattern);
  }
}

/** Says what arrived. */
export function echo(exchange: Exchange): void {
  const { path, query, requestId } = exchange;
  sendJson(exchange, 200, { path, query: Object.fromEntries(query), requestId });
}
