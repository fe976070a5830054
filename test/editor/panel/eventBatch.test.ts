import assert from "node:assert/strict";
import { EventBatch } from "../../../src/editor/panel/eventBatch";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { log, note, stamped } from "../../panel/panelFixture";
import { ended } from "../../support/operationEvents";

const wire = (kind: "request" | "notification"): HubEvent => ({
  ...{ type: "wire.message", server: "a", direction: "received", kind },
  ...{ text: "{}", bytes: 2 },
});

describe("a batch of events", () => {
  it("keeps the messages of a call, and its end, in a flood of notifications and logs, and counts what it drops", () => {
    const batch = new EventBatch(10);
    const flood = Array.from({ length: 500 }, (_, n) => [wire("notification"), note("a", n), log("a", `${n}`)]).flat();
    const events = stamped([wire("request"), ended(), ...flood]);
    for (const event of events) batch.add(event);
    const taken = batch.take();
    assert.deepEqual(taken.events.slice(0, 2), events.slice(0, 2));
    assert.equal(taken.events.length, 2 + 10 + 10, "the newest on the wire, and the newest of the rest");
    assert.equal(taken.dropped, events.length - taken.events.length);
    assert.ok(batch.isEmpty);
  });
});
