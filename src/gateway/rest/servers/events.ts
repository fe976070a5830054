import { randomUUID } from "node:crypto";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import { SseWriter } from "../../http/sseWriter";
import type { RestParts } from "../restParts";
import { eventShape } from "./eventShape";
import { summaryShape } from "./serverShape";
import { visibleServers, visibleTools } from "./visible";

/** Tells the events of this process from those of any other: each counts from 1. */
const run = randomUUID().slice(0, 8);

/**
 * `GET /events`: what happens, as a stream. A client that comes back with `Last-Event-ID` gets what it missed, if all of that is still
 * kept; everybody else gets a `snapshot` of the servers first.
 */
export function streamEvents(parts: RestParts, exchange: Exchange, client: GatewayClient): void {
  const { stream, clock } = parts;
  const writer = new SseWriter(exchange, clock);
  const missed = missedSince(parts, exchange);
  const send = (event: (typeof stream.history)[number]) => {
    const shape = eventShape(event, client);
    if (shape) writer.send(JSON.stringify(shape), { id: idOf(event.seq), event: event.type });
  };
  if (missed) for (const event of missed) send(event);
  else {
    const servers = visibleServers(parts, client).map((server) =>
      summaryShape(server, visibleTools(parts, client, server.id).length),
    );
    const snapshot = { phase: stream.view.phase, servers };
    writer.send(JSON.stringify(snapshot), { id: idOf(stream.count), event: "snapshot" });
  }
  const listening = stream.onEvent(send);
  exchange.response.on("close", () => listening.dispose());
}

const idOf = (seq: number): string => `${run}-${seq}`;

/** The events after the one that the client got last; `undefined` where that is not known, or not all of them are kept. */
function missedSince({ stream }: RestParts, { request }: Exchange) {
  const last = /^([0-9a-f]{8})-(\d{1,15})$/.exec(String(request.headers["last-event-id"] ?? ""));
  if (last?.[1] !== run) return undefined;
  const seq = Number(last[2]);
  const kept = stream.history;
  const first = kept[0]?.seq ?? stream.count + 1;
  return seq <= stream.count && seq + 1 >= first ? kept.filter((event) => event.seq > seq) : undefined;
}
