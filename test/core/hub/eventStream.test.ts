import assert from "node:assert/strict";
import { EventStream } from "../../../src/core/hub/eventStream";
import { DisposableStore } from "../../../src/core/kernel/disposable";
import type { HubEvent } from "../../../src/protocol/hubEvent";

describe("the event stream", () => {
  it("numbers and stamps what it tells, after the view has changed", () => {
    const stream = new EventStream(
      () => 7,
      (error) => assert.fail(String(error)),
    );
    const seen: unknown[] = [];
    stream.onEvent(({ seq, at }) => seen.push([seq, at, stream.view.phase]));
    stream.publish({ type: "hub.phase", phase: "discovering" });
    stream.publish({ type: "hub.phase", phase: "ready" });
    assert.deepEqual(seen, [
      [1, 7, "discovering"],
      [2, 7, "ready"],
    ]);
  });

  it("a listener that throws is reported, and the others hear", () => {
    const errors: unknown[] = [];
    const stream = new EventStream(Date.now, (error) => errors.push(error));
    let heard = 0;
    stream.onEvent(() => {
      throw new Error("broken view");
    });
    stream.onEvent(() => heard++);
    stream.publish({ type: "hub.log", level: "info", text: "x" });
    assert.deepEqual([errors.length, heard], [1, 1]);
  });

  it("keeps the latest thousand events", () => {
    const stream = new EventStream(Date.now, (error) => assert.fail(String(error)));
    for (let n = 1; n <= 4321; n++) stream.publish({ type: "hub.log", level: "info", text: `${n}` });
    assert.equal(stream.history.length, 1000);
    assert.deepEqual([stream.history[0]?.seq, stream.history.at(-1)?.seq, stream.count], [3322, 4321, 4321]);
  });

  it("keeps no messages on the wire, and counts them", () => {
    const stream = new EventStream(Date.now, (error) => assert.fail(String(error)));
    const wire = { type: "wire.message", server: "a", direction: "sent", text: "{}", bytes: 2 } as unknown as HubEvent;
    for (const event of [wire, { type: "hub.log", level: "info", text: "x" } as const, wire]) stream.publish(event);
    assert.deepEqual([stream.history.map(({ type }) => type), stream.count], [["hub.log"], 3]);
  });

  it("has exactly a thousand in order before the first goes", () => {
    const stream = new EventStream(Date.now, (error) => assert.fail(String(error)));
    const ends = () => [stream.history.length, stream.history[0]?.seq, stream.history.at(-1)?.seq];
    for (let n = 1; n <= 1000; n++) stream.publish({ type: "hub.log", level: "info", text: `${n}` });
    assert.deepEqual(ends(), [1000, 1, 1000]);
    stream.publish({ type: "hub.log", level: "info", text: "one more" });
    assert.deepEqual(ends(), [1000, 2, 1001]);
  });

  it("says nothing to anybody after its end", () => {
    const stream = new EventStream(Date.now, (error) => assert.fail(String(error)));
    stream.onEvent(() => assert.fail("heard"));
    stream.dispose();
    stream.publish({ type: "hub.log", level: "info", text: "x" });
    assert.equal(stream.count, 1);
  });

  it("says nothing to a listener that left", () => {
    const stream = new EventStream(Date.now, (error) => assert.fail(String(error)));
    let heard = 0;
    const listening = stream.onEvent(() => heard++);
    listening.dispose();
    stream.publish({ type: "hub.log", level: "info", text: "x" });
    assert.equal(heard, 0);
  });
});

describe("a store of disposables", () => {
  it("lets go newest first, and once", () => {
    const order: string[] = [];
    const store = new DisposableStore();
    for (const name of ["a", "b"]) store.add({ dispose: () => order.push(name) });
    store.dispose();
    store.dispose();
    assert.deepEqual(order, ["b", "a"]);
  });

  it("disposes at once what arrives late", () => {
    const store = new DisposableStore();
    store.dispose();
    let disposed = 0;
    store.add({ dispose: () => disposed++ });
    assert.equal(disposed, 1);
  });
});
