import assert from "node:assert/strict";
import { PeriodLog } from "../../../../src/core/operations/report/periodLog";
import { ReportStore } from "../../../../src/core/operations/report/reportStore";
import { MapStore } from "../../../support/mapStore";

const minute = 60_000;

function setUp() {
  const state = new MapStore();
  let now = 1_000_000;
  const place = (owner: string) => new ReportStore(state, owner, () => now);
  const ranFor = (ms: number): PeriodLog => {
    const log = new PeriodLog();
    log.at(now).ranMs = ms;
    return log;
  };
  return {
    state,
    place,
    ranFor,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const ran = (log: PeriodLog | undefined) => log?.since(0).reduce((all, { figures }) => all + figures.ranMs, 0);

describe("the places where figures are kept", () => {
  it("are eight, each with one process; a ninth process gets none", async () => {
    const { state, place, ranFor } = setUp();
    for (let n = 0; n < 8; n++) {
      const store = place(`${n}`);
      assert.equal(ran(store.take()), 0);
      await store.save(ranFor(n + 1));
    }
    assert.equal(state.values.size, 8);
    const ninth = place("ninth");
    assert.equal(ninth.take(), undefined);
    await ninth.save(ranFor(99));
    await ninth.leave(ranFor(99));
    assert.equal(state.writes, 8, "without a place nothing is written");
    assert.equal(ninth.others().length, 8);
  });

  it("are left after a quarter of an hour without a word, whichever way the clock went", async () => {
    for (const sign of [1, -1]) {
      const { place, ranFor, pass } = setUp();
      const killed = place("killed");
      killed.take();
      await killed.save(ranFor(5));
      pass(sign * 15 * minute);
      assert.equal(ran(place("next").take()), 0, "a place of its own");
      pass(sign);
      assert.equal(ran(place("next").take()), 5);
    }
  });

  it("go to the next process with the log that was written last", async () => {
    const { place, ranFor, pass } = setUp();
    const stores = [place("a"), place("b"), place("c")];
    for (const [index, store] of stores.entries()) {
      store.take();
      await store.save(ranFor(index + 1));
    }
    for (const index of [0, 2, 1]) {
      pass(1000);
      await stores[index]?.leave(ranFor(10 * (index + 1)));
    }
    assert.equal(ran(place("d").take()), 20);
  });

  it("are read by the others, and not by the process itself until it has left", async () => {
    const { place, ranFor } = setUp();
    const [a, b] = [place("a"), place("b")];
    a.take();
    await a.save(ranFor(5));
    assert.deepEqual([a.others().length, b.others().map(ran)], [0, [5]]);
    await a.leave(ranFor(6));
    assert.deepEqual(a.others().map(ran), [6]);
  });
});
