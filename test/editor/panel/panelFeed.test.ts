import assert from "node:assert/strict";
import { EventStream } from "../../../src/core/hub/eventStream";
import { PanelHistory } from "../../../src/editor/panel/history/panelHistory";
import { batchLimit, batchMs, chunk, PanelFeed, sendLimitMs } from "../../../src/editor/panel/panelFeed";
import { type ToPanel, wirePreview } from "../../../src/protocol/panelMessages";
import { added, log, note, ready, state } from "../../panel/panelFixture";
import { FakeClock } from "../../support/fakeClock";

const unexpected = (error: unknown) => assert.fail(String(error));

/** A feed whose page acknowledges messages on `arrive`. */
function createFeed(report: (error: unknown) => void = unexpected) {
  const clock = new FakeClock();
  const stream = new EventStream(() => clock.now(), unexpected);
  const posted: ToPanel[] = [];
  const waiting: { resolve(arrived: boolean): void; reject(error: Error): void }[] = [];
  const history = new PanelHistory(stream);
  const feed = new PanelFeed({
    stream,
    history,
    clock,
    post: (message) => {
      posted.push(message);
      return new Promise<boolean>((resolve, reject) => waiting.push({ resolve, reject }));
    },
    report,
  });
  /** The page acknowledges what was posted, and time passes. */
  const arrive = async () => {
    for (const { resolve } of waiting.splice(0)) resolve(true);
    await new Promise((resolve) => setImmediate(resolve));
    clock.pass(batchMs);
  };
  const seqs = () =>
    posted.flatMap((message) => (message.type === "events" ? message.events.map(({ seq }) => seq) : []));
  return { clock, stream, history, feed, posted, waiting, arrive, seqs };
}

describe("the panel's feed", () => {
  it("sends nothing before the page asks, and then a snapshot", () => {
    const { stream, feed, posted, clock } = createFeed();
    stream.publish(added("a"));
    stream.publish(state("a", ready));
    clock.pass(1000);
    assert.deepEqual(posted, []);
    feed.start();
    assert.deepEqual(posted, [{ type: "snapshot", view: stream.view, events: stream.history, seq: 2, dropped: 0 }]);
  });

  it("collects events for a moment, and sends each once and in order", async () => {
    const { stream, feed, posted, arrive, clock, seqs } = createFeed();
    feed.start();
    await arrive();
    stream.publish(log("a", "1"));
    clock.pass(batchMs - 1);
    stream.publish(log("a", "2"));
    assert.equal(posted.length, 1);
    clock.pass(1);
    assert.equal(posted.length, 2);
    await arrive();
    stream.publish(log("a", "3"));
    await arrive();
    assert.deepEqual(seqs(), [1, 2, 3]);
    assert.ok(posted.every((message) => message.type !== "events" || message.gap === undefined));
  });

  it("bounds a flood, keeps the newest events, and reports how many were dropped", async () => {
    const { stream, feed, posted, arrive } = createFeed();
    feed.start();
    await arrive();
    for (let n = 0; n < 10_000; n++) stream.publish(note("a", n));
    await arrive();
    const [, batch] = posted;
    assert.ok(batch?.type === "events");
    assert.equal(batch.events.length, batchLimit);
    assert.equal(batch.events.at(-1)?.seq, 10_000);
    assert.deepEqual(batch.gap, { dropped: 10_000 - batchLimit, view: stream.view });
  });

  it("does not lose events about servers and calls in a flood of notifications", async () => {
    const { stream, feed, posted, arrive } = createFeed();
    feed.start();
    await arrive();
    stream.publish(added("a"));
    for (let n = 0; n < 5000; n++) stream.publish(note("a", n));
    stream.publish(state("a", ready));
    for (let n = 0; n < 5000; n++) stream.publish(note("a", n));
    await arrive();
    const batch = posted[1];
    assert.ok(batch?.type === "events");
    const types = batch.events.filter(({ type }) => type !== "server.notification").map(({ type }) => type);
    assert.deepEqual(types, ["server.added", "server.state"]);
    const order = batch.events.map(({ seq }) => seq);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });

  it("also bounds events about servers and calls", async () => {
    const { stream, feed, posted, arrive } = createFeed();
    feed.start();
    await arrive();
    for (let n = 0; n < 3000; n++) stream.publish(added(`s${n}`));
    await arrive();
    const batch = posted[1];
    assert.ok(batch?.type === "events");
    assert.equal(batch.events.length, batchLimit);
    assert.equal(batch.gap?.dropped, 3000 - batchLimit);
    assert.equal(batch.gap?.view.servers.length, 3000);
  });

  it("does not flood a slow page: nothing is sent before it has acknowledged the last message", async () => {
    const { stream, feed, posted, arrive, clock } = createFeed();
    feed.start();
    for (let n = 0; n < 100; n++) {
      stream.publish(log("a", `${n}`));
      clock.pass(batchMs);
    }
    assert.equal(posted.length, 1, "the snapshot is still on its way");
    await arrive();
    assert.equal(posted.length, 2);
  });

  it("continues after a message could not be sent, and reports the error", async () => {
    const reports: unknown[] = [];
    const { stream, feed, waiting, arrive, seqs } = createFeed((error) => reports.push(error));
    feed.start();
    waiting.splice(0)[0]?.reject(new Error("gone"));
    stream.publish(log("a", "1"));
    await arrive();
    assert.equal(reports.length, 1);
    assert.deepEqual(seqs(), [1]);
  });

  it("continues after a message was never acknowledged", () => {
    const { stream, feed, posted, clock } = createFeed();
    feed.start();
    stream.publish(log("a", "1"));
    clock.pass(sendLimitMs);
    assert.equal(posted.length, 1);
    clock.pass(batchMs);
    assert.equal(posted.length, 2);
  });

  it("ignores the acknowledgment of an old message after the page was reloaded", async () => {
    const { stream, feed, posted, waiting, clock } = createFeed();
    feed.start();
    feed.start();
    waiting[0]?.resolve(true);
    await new Promise((resolve) => setImmediate(resolve));
    stream.publish(log("a", "1"));
    clock.pass(batchMs);
    assert.equal(posted.length, 2, "the second snapshot is still on its way");
  });

  it("does not repeat events of a new snapshot", async () => {
    const { stream, feed, posted, arrive } = createFeed();
    feed.start();
    await arrive();
    stream.publish(log("a", "1"));
    feed.start();
    await arrive();
    await arrive();
    assert.deepEqual(
      posted.map(({ type }) => type),
      ["snapshot", "snapshot"],
    );
  });

  it("tells the past in pieces, oldest first, and only then what is new", async () => {
    const { stream, feed, posted, arrive } = createFeed();
    for (let n = 0; n < 2 * chunk; n++) stream.publish(log("a", `${n}`));
    feed.start();
    stream.publish(log("a", "new"));
    const told = () =>
      posted.flatMap((message) => (message.type === "reply" ? [] : message.events.map(({ seq }) => seq)));
    for (let pieces = 0; pieces < 4; pieces++) await arrive();
    assert.deepEqual(
      posted.map(({ type }) => type),
      ["snapshot", "history", "history", "events"],
    );
    assert.deepEqual(
      told(),
      Array.from({ length: 2 * chunk + 1 }, (_, index) => index + 1),
    );
  });

  it("sends only the beginning of a long message", async () => {
    const { stream, history, feed, posted } = createFeed();
    const text = JSON.stringify({ text: "x".repeat(10_000) });
    stream.publish({ type: "wire.message", server: "a", direction: "sent", kind: "request", text, bytes: text.length });
    feed.start();
    const [snapshot] = posted;
    const event = snapshot?.type === "snapshot" ? snapshot.events[0] : undefined;
    assert.equal(event?.type === "wire.message" && event.text, text.slice(0, wirePreview));
    const kept = history.find(1);
    assert.equal(kept?.type === "wire.message" && kept.text, text, "the host has all of it");
  });

  it("sends nothing while the page is hidden, and a snapshot when it asks again", async () => {
    const { stream, feed, posted, arrive, clock } = createFeed();
    feed.start();
    await arrive();
    stream.publish(log("a", "1"));
    feed.stop();
    stream.publish(log("a", "2"));
    clock.pass(1000);
    assert.equal(posted.length, 1);
    assert.equal(clock.waiting, 0);
    feed.start();
    const snapshot = posted[1];
    assert.ok(snapshot?.type === "snapshot");
    assert.deepEqual([snapshot.seq, snapshot.events.length], [2, 2]);
    await arrive();
    assert.equal(posted.length, 2, "events of the snapshot are not sent again");
  });

  it("leaves no listener and no timer", () => {
    const clock = new FakeClock();
    const stream = new EventStream(() => clock.now(), unexpected);
    let listeners = 0;
    const onEvent: EventStream["onEvent"] = (listener) => {
      const listening = stream.onEvent(listener);
      listeners++;
      return {
        dispose: () => {
          listeners--;
          listening.dispose();
        },
      };
    };
    let posts = 0;
    const feed = new PanelFeed({
      stream: { onEvent, view: stream.view, count: 0 },
      history: { events: [], dropped: 0 },
      clock,
      post: () => {
        posts++;
        return Promise.resolve(true);
      },
      report: unexpected,
    });
    feed.start();
    stream.publish(log("a", "1"));
    assert.equal(listeners, 1);
    feed.dispose();
    clock.pass(60_000);
    assert.deepEqual({ listeners, posts, timers: clock.waiting }, { listeners: 0, posts: 1, timers: 0 });
  });
});
