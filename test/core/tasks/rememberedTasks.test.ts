import assert from "node:assert/strict";
import { RememberedTasks } from "../../../src/core/tasks/rememberedTasks";
import { MapStore } from "../../support/mapStore";

const hour = 60 * 60_000;

describe("the tasks that are remembered", () => {
  let store: MapStore;
  let now: number;
  beforeEach(() => {
    store = new MapStore();
    now = 0;
  });
  const open = () =>
    new RememberedTasks(
      store,
      () => now,
      (error) => assert.fail(String(error)),
    );
  const idsOf = (tasks: RememberedTasks, digest = "a") => tasks.of(digest).map(({ id }) => id);

  it("are kept over a restart, each for its own server's definition", () => {
    open().add({ digest: "a", id: "1", tool: "dig" }, hour);
    open().add({ digest: "b", id: "2", tool: "dig" }, hour);
    assert.deepEqual([idsOf(open()), idsOf(open(), "b")], [["1"], ["2"]]);
    open().forget("a", "1");
    assert.deepEqual([idsOf(open()), idsOf(open(), "b")], [[], ["2"]]);
  });

  it("are those that their server still keeps, and none for more than a week", () => {
    const tasks = open();
    tasks.add({ digest: "a", id: "short", tool: "dig" }, hour);
    tasks.add({ digest: "a", id: "for ever", tool: "dig" }, Number.MAX_SAFE_INTEGER);
    now = hour;
    assert.deepEqual(idsOf(tasks), ["for ever"]);
    now = 7 * 24 * hour - 1;
    assert.deepEqual(idsOf(tasks), ["for ever"]);
    now++;
    assert.deepEqual(idsOf(tasks), []);
  });

  it("are at most 100, with ids of a bearable length", () => {
    const tasks = open();
    for (let id = 0; id < 105; id++) tasks.add({ digest: "a", id: String(id), tool: "dig" }, hour);
    tasks.add({ digest: "a", id: "x".repeat(1001), tool: "dig" }, hour);
    assert.deepEqual([idsOf(tasks).length, idsOf(tasks)[0]], [100, "5"]);
    const longest = "x".repeat(1000);
    tasks.add({ digest: "a", id: longest, tool: "dig" }, hour);
    assert.equal(idsOf(tasks).at(-1), longest);
  });

  it("leave the store when their time is over", () => {
    const tasks = open();
    tasks.add({ digest: "a", id: "1", tool: "dig" }, hour);
    now = hour;
    tasks.add({ digest: "a", id: "2", tool: "dig" }, hour);
    assert.deepEqual(store.get("mcpHub.tasks"), [{ digest: "a", id: "2", tool: "dig", until: 2 * hour }]);
  });

  it("are not written again when nothing is forgotten", () => {
    const tasks = open();
    tasks.add({ digest: "a", id: "1", tool: "dig" }, hour);
    tasks.forget("a", "2");
    assert.equal(store.writes, 1);
    tasks.forget("a", "1");
    assert.equal(store.writes, 2);
  });

  it("may be marked as still to be cancelled", () => {
    const tasks = open();
    tasks.add({ digest: "a", id: "1", tool: "dig" }, hour);
    tasks.add({ digest: "a", id: "2", tool: "dig" }, hour);
    tasks.add({ digest: "b", id: "1", tool: "dig" }, hour);
    tasks.markCancelled("a", "1");
    assert.deepEqual(open().of("a"), [
      { digest: "a", id: "1", tool: "dig", until: hour, cancelled: true },
      { digest: "a", id: "2", tool: "dig", until: hour },
    ]);
    assert.deepEqual(open().of("b"), [{ digest: "b", id: "1", tool: "dig", until: hour }]);
  });

  it("are none where the store holds something else", async () => {
    const whole = { digest: "a", id: "1", tool: "dig", until: hour };
    const others = [{ id: 1 }, { tool: 1 }, { until: "1" }, { cancelled: false }].map((part) => ({
      ...whole,
      ...part,
    }));
    await store.set("mcpHub.tasks", [...others, "b", null, { ...whole, id: "whole" }]);
    assert.deepEqual(idsOf(open()), ["whole"]);
    await store.set("mcpHub.tasks", { a: 1 });
    assert.deepEqual(idsOf(open()), []);
  });
});
