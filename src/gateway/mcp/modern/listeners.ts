import type { Disposable } from "../../../core/kernel/disposable";
import type { Exchange } from "../../http/exchange";
import type { McpParts } from "../mcpParts";
import type { Place } from "../place";
import type { RpcRequest } from "../rpc";
import { whenKnown } from "../view/starting";
import type { ViewChanges } from "../view/viewChanges";
import { followed, listen } from "./listen";

/** How many streams of changes one client has at most: the oldest ends for a new one. */
const maxStreams = 100;

/** The open streams of `subscriptions/listen`, by client. */
export class Listeners implements Disposable {
  private readonly streams = new Map<string, Set<() => void>>();

  constructor(
    private readonly parts: McpParts,
    private readonly changes: ViewChanges,
  ) {}

  /** Opens a stream. Rejects with an `RpcError` where it names what the client does not have. */
  async add(exchange: Exchange, { client, view }: Place, request: RpcRequest): Promise<void> {
    for (const uri of followed(request))
      await whenKnown(this.parts, view, { method: "resources/subscribe", params: { uri } }, exchange.signal);
    const end = listen(this.parts, this.changes, view, request, exchange);
    const mine = this.streams.get(client.id) ?? new Set();
    this.streams.set(client.id, mine.add(end));
    for (const oldest of mine) if (mine.size > maxStreams && mine.delete(oldest)) oldest();
    exchange.signal.addEventListener("abort", () => {
      mine.delete(end);
      if (mine.size === 0 && this.streams.get(client.id) === mine) this.streams.delete(client.id);
    });
  }

  /** Ends all of one client. */
  endOf(client: string): void {
    for (const end of this.streams.get(client) ?? []) end();
    this.streams.delete(client);
  }

  dispose(): void {
    for (const client of [...this.streams.keys()]) this.endOf(client);
  }
}
