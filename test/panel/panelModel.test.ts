import assert from "node:assert/strict";
import { firstState, readPageState } from "../../webview-ui/pageState";
import { receive, untold, withoutRows } from "../../webview-ui/panelModel";
import { added, log, morning, ready, stamped, start, state, viewOf } from "./panelFixture";

const events = stamped(morning);
const told = receive(untold, { type: "snapshot", view: viewOf(morning), events, seq: events.length });

describe("the panel's model", () => {
  it("knows nothing before the snapshot, and passes over what comes before it", () => {
    assert.equal(untold.told, false);
    assert.equal(receive(untold, { type: "events", events }), untold);
  });

  it("takes view and rows from the snapshot, and goes on from there by the same fold as the host", () => {
    assert.deepEqual(told.view, viewOf(morning));
    const later = [added("new"), state("new", ready), log("new", "hello")];
    const model = receive(told, { type: "events", events: stamped(later, events.length + 1) });
    assert.deepEqual(model.view, viewOf([...morning, ...later]));
    assert.equal(model.rows.list.at(-1)?.text, "hello");
  });

  it("does not fold twice what the snapshot already holds", () => {
    const calls = receive(told, { type: "events", events });
    assert.deepEqual(calls.view, told.view);
    assert.equal(calls.rows.list.length, told.rows.list.length);
  });

  it("takes the host's view where events are missing", () => {
    const view = viewOf([...morning, added("other")]);
    const model = receive(told, {
      type: "events",
      events: stamped([log("documents", "last")], 5000),
      gap: { dropped: 100, view },
    });
    assert.deepEqual(model.view, view);
    assert.ok(model.rows.list.some(({ kind }) => kind === "gap"));
  });

  it("says that the history is not whole", () => {
    const some = stamped([log("a", "kept")], 501);
    const model = receive(untold, { type: "snapshot", view: viewOf([]), events: some, seq: 501 });
    assert.equal(model.rows.list[0]?.text, "500 earlier events are no longer available");
  });

  it("leaves out what was cleared, also when the page comes back", () => {
    const clearedAt = start + 40 * 9;
    const snapshot = { type: "snapshot", view: viewOf(morning), events, seq: events.length } as const;
    const model = receive(untold, snapshot, clearedAt);
    assert.ok(model.rows.list.length > 0);
    assert.ok(model.rows.list.every(({ at }) => at > clearedAt));
    assert.equal(model.rows.seq, events.length);
  });

  it("forgets its rows and nothing else", () => {
    const model = withoutRows(told);
    assert.deepEqual(model.rows.list, []);
    assert.equal(model.view, told.view);
    assert.deepEqual(receive(model, { type: "events", events }).rows.list, []);
  });
});

describe("the state that outlives the page", () => {
  it("comes back as it was kept", () => {
    const kept = {
      filter: { hidden: ["stderr"], level: "warning", server: "documents", search: "x" },
      clearedAt: 12,
    } as const;
    assert.deepEqual(readPageState(structuredClone(kept)), kept);
  });

  const broken: unknown[] = [
    undefined,
    null,
    "text",
    {},
    { filter: 7, clearedAt: "soon" },
    { filter: { hidden: "all", level: "loud", server: 1, search: [] } },
    { filter: { hidden: ["toString", 1, "gap"] } },
  ];
  for (const kept of broken) {
    it(`falls back to its defaults: ${JSON.stringify(kept)}`, () => assert.deepEqual(readPageState(kept), firstState));
  }
});
