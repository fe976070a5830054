import assert from "node:assert/strict";
import { EventStream } from "../../../../src/core/hub/eventStream";
import { PanelHistory } from "../../../../src/editor/panel/history/panelHistory";
import type { HubEvent, Stamped } from "../../../../src/protocol/hubEvent";
import { log, note, ready, state } from "../../../panel/panelFixture";
import { atServer, requestFacts } from "../../../support/requestFacts";

const call = (server: string, id: string): HubEvent[] => [
  { type: "call.started", ...requestFacts({ call: id, server }), args: "{}" },
  { type: "call.ended", ...requestFacts({ call: id, server }), outcome: "ok", ms: 1, split: atServer(1) },
];

const wire = (server: string, text: string): Extract<HubEvent, { type: "wire.message" }> => ({
  type: "wire.message",
  server,
  direction: "sent",
  kind: "request",
  text,
  bytes: text.length,
});

const heard = { direction: "received", kind: "notification" } as const;

const limits = { state: 20_000, wire: 20_000, streamed: 20_000, all: 200_000 };

function begin(own = limits) {
  const stream = new EventStream(
    () => 1,
    (error) => assert.fail(String(error)),
  );
  const history = new PanelHistory(stream, own);
  const types = () => new Set(history.events.map(({ type }) => type));
  const bytes = () => history.events.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
  return { stream, history, types, bytes };
}

describe("the history of the panel", () => {
  it("keeps the messages of a call whatever its server notifies meanwhile", () => {
    const { stream, history } = begin();
    assert.equal(history.dropped, 0);
    stream.publish(wire("a", "the request"));
    assert.equal(history.dropped, 0);
    for (let n = 0; n < 5000; n++) stream.publish({ ...wire("a", `${n}`), ...heard });
    assert.equal(history.find(1)?.type, "wire.message");
    assert.ok(history.dropped > 1000);
  });

  it("keeps calls whatever a server logs, notifies and sends, and what others logged", () => {
    const { stream, history, bytes } = begin();
    for (const event of [...call("a", "1"), ...call("b", "2"), log("b", "kept"), state("a", ready)])
      stream.publish(event);
    for (let n = 0; n < 5000; n++) for (const event of [log("a", `${n}`), note("a", n)]) stream.publish(event);
    for (let n = 0; n < 100; n++) stream.publish(wire("a", "x".repeat(1000)));
    const kept = history.events;
    assert.deepEqual(
      kept.slice(0, 6).map(({ type, seq }) => [type, seq]),
      [
        ["call.started", 1],
        ["call.ended", 2],
        ["call.started", 3],
        ["call.ended", 4],
        ["server.log", 5],
        ["server.state", 6],
      ],
    );
    assert.ok(bytes() < 60_000, `${bytes()} bytes`);
    assert.equal(history.dropped, 10_106 - kept.length, "each event is there or counted");
    assert.equal(kept.at(-1)?.seq, 10_106, "the newest stay");
    const seqs = kept.map(({ seq }) => seq);
    assert.deepEqual(
      seqs,
      seqs.toSorted((x, y) => x - y),
    );
  });

  it("bounds all servers together, where the one with the most gives way", () => {
    const { stream, history, bytes } = begin({ state: 1e6, wire: 1e6, streamed: 1e6, all: 100_000 });
    for (let n = 0; n < 10; n++) stream.publish(log("quiet", `${n}`));
    for (let n = 0; n < 3000; n++) stream.publish(log("loud", "y".repeat(100)));
    assert.ok(bytes() < 130_000, `${bytes()} bytes`);
    const quiet = history.events.filter((event) => "server" in event && event.server === "quiet");
    assert.equal(quiet.length, 10);
  });

  it("bounds what many servers send a little of, each of which has room left", () => {
    const { stream, bytes } = begin({ state: 1e6, wire: 1e6, streamed: 1e6, all: 40_000 });
    for (let n = 0; n < 100; n++)
      for (let server = 0; server < 10; server++) stream.publish(log(`s${server}`, "z".repeat(100)));
    assert.ok(bytes() <= 40_000 * (1 + 1 / 8), `${bytes()} bytes`);
    assert.ok(bytes() > 20_000, "no more gives way than must");
  });

  it("finds an event by its number while it is kept", () => {
    const { stream, history } = begin();
    for (let n = 0; n < 500; n++) stream.publish(wire("a", `${n} ${"z".repeat(500)}`));
    const [oldest] = history.events;
    assert.ok(oldest && oldest.seq > 1);
    assert.equal(history.find(oldest.seq), oldest);
    assert.equal(history.find(500)?.seq, 500);
    assert.deepEqual([history.find(oldest.seq - 1), history.find(501)], [undefined, undefined]);
  });

  it("forgets what is cleared, and goes on", () => {
    const { stream, history, types } = begin();
    for (const event of [...call("a", "1"), wire("a", "{}"), log("a", "x")]) stream.publish(event);
    void history.clear(stream.count);
    assert.deepEqual([history.events, history.dropped, history.find(3)], [[], 0, undefined]);
    stream.publish(log("a", "after"));
    assert.deepEqual(types(), new Set(["server.log"]));
    history.dispose();
    stream.publish(log("a", "late"));
    assert.deepEqual(history.events, []);
  });

  it("keeps what came after the event up to which it is cleared", () => {
    const { stream, history } = begin();
    for (const event of [...call("a", "1"), wire("a", "{}"), log("a", "on its way"), ...call("a", "2")])
      stream.publish(event);
    for (let n = 0; n < 200; n++) stream.publish(log("b", "x".repeat(500)));
    assert.ok(history.dropped > 0);
    void history.clear(3);
    assert.equal(history.dropped, 0);
    assert.deepEqual(
      history.events.slice(0, 3).map(({ seq }) => seq),
      [4, 5, 6],
    );
  });

  it("has what is loaded of earlier sessions before everything else, and clears it with the rest", async () => {
    const cleared: unknown[] = [];
    const event: Stamped = { ...wire("a", "yesterday"), seq: -1, at: 0 };
    const once = { server: "a", method: "tools/call", tool: "t", args: {}, isWhole: true } as const;
    const loaded = { events: [{ ...event, seq: -2 }, event], call: () => once, dropped: 3 };
    const stream = new EventStream(
      () => 1,
      (error) => assert.fail(String(error)),
    );
    const history = new PanelHistory(stream, limits, {
      loaded,
      load: async () => {},
      clear: async (rest) => void cleared.push(rest),
    });
    for (const one of [wire("a", "1"), wire("a", "2")]) stream.publish(one);
    assert.deepEqual(
      history.events.map(({ seq }) => seq),
      [-2, -1, 1, 2],
    );
    assert.deepEqual([history.find(-1), history.find(-3), history.dropped], [event, undefined, 3]);
    assert.equal(history.earlierCall("1"), once);
    await history.clear(1);
    assert.deepEqual(cleared, [[{ ...wire("a", "2"), seq: 2, at: 1 }]]);
  });
});
