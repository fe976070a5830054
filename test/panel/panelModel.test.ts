import assert from "node:assert/strict";
import { firstState, readPageState } from "../../webview-ui/pageState";
import { receive, untold, withoutRows } from "../../webview-ui/panelModel";
import { added, log, morning, ready, stamped, state, viewOf } from "./panelFixture";

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
    const model = receive(untold, { type: "snapshot", view: viewOf([]), events: some, seq: 501, dropped: 500 });
    assert.equal(model.rows.list[0]?.text, "500 earlier events are no longer available");
  });

  it("takes the rest of the past after the snapshot, and leaves the view alone", () => {
    const some = { type: "snapshot", view: viewOf(morning), events: events.slice(0, 5), seq: events.length } as const;
    const model = receive(receive(untold, some), { type: "history", events: events.slice(5) });
    assert.deepEqual(model.rows.list, told.rows.list);
    assert.equal(model.view, some.view);
    const late = receive(model, { type: "events", events });
    assert.deepEqual(late.view, some.view, "the view knew these events already");
    assert.equal(receive(untold, { type: "history", events }), untold);
  });

  it("does not bring back what was cleared while the rest of the past was on its way", () => {
    const some = { type: "snapshot", view: viewOf(morning), events: events.slice(0, 5), seq: events.length } as const;
    const cleared = withoutRows(receive(untold, some));
    assert.deepEqual(receive(cleared, { type: "history", events: events.slice(5) }).rows.list, []);
    const later = stamped([log("a", "later")], events.length + 1);
    assert.equal(receive(cleared, { type: "events", events: later }).rows.list.length, 1);
  });

  it("has the rows of earlier sessions, and says where they end", () => {
    const earlier = stamped([log("a", "yesterday")], -1);
    const model = receive(untold, { type: "snapshot", view: viewOf([]), events: earlier, seq: 1, dropped: 2 });
    const { rows } = receive(model, { type: "history", events: stamped([log("a", "today")]) });
    assert.deepEqual(
      rows.list.map(({ text }) => text),
      [
        "2 earlier events are no longer available",
        "yesterday",
        "Earlier sessions end here. What follows is from this one.",
        "today",
      ],
    );
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
      filter: {
        kinds: ["stderr"],
        level: "warning",
        server: "documents",
        thread: { name: "t", client: "app" },
        name: "outline",
        outcome: "failed",
        caller: "agent",
        slowerThan: 1000,
        search: "x",
      },
      moreFilters: true,
      tab: "metrics",
      folded: ["documents"],
      card: "search",
      metrics: { server: "documents", tool: "outline", isTable: true },
    } as const;
    assert.deepEqual(readPageState(structuredClone(kept)), kept);
  });

  const broken: unknown[] = [
    undefined,
    null,
    "text",
    {},
    { filter: 7, moreFilters: "yes" },
    { filter: { kinds: "all", level: "loud", server: 1, search: [] } },
    { filter: { kinds: ["toString", 1, "gap"], outcome: "constructor", slowerThan: "1", caller: {}, name: 3 } },
    { filter: { thread: { name: "t" } } },
    { tab: "toString", folded: "all", metrics: 7 },
    { tab: 1, folded: [1, {}], card: 7, metrics: { tool: "outline", isTable: "yes" } },
  ];
  for (const kept of broken) {
    it(`falls back to its defaults: ${JSON.stringify(kept)}`, () => assert.deepEqual(readPageState(kept), firstState));
  }
});
