import assert from "node:assert/strict";
import { ToolUses } from "../../../src/core/hub/toolUses";
import { FakeClock } from "../../support/fakeClock";
import { MapStore } from "../../support/mapStore";
import { ended, failed, started } from "../../support/operationEvents";

function counting(state = new MapStore()) {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const uses = new ToolUses(state, clock, (error) => errors.push(error));
  return { state, clock, uses, errors };
}

describe("how often tools are used", () => {
  it("counts calls of tools that went well", () => {
    const { uses } = counting();
    for (const event of [ended(), ended(), ended({ tool: "write" }), ended({ server: "web" })]) uses.follow(event);
    for (const event of [
      failed("timeout"),
      ended({ outcome: "tool-error" }),
      ended({ method: "prompts/get" }),
      started(),
    ])
      uses.follow(event);
    assert.deepEqual(
      [uses.of("files", "read"), uses.of("files", "write"), uses.of("web", "read"), uses.of("web", "get")],
      [2, 1, 1, 0],
    );
  });

  it("is written half a minute after the first, and over restarts", () => {
    const { uses, clock, state } = counting();
    uses.follow(ended());
    clock.pass(20_000);
    uses.follow(ended());
    clock.pass(9999);
    assert.equal(state.writes, 0);
    assert.deepEqual([clock.waiting, clock.background], [0, 1]);
    clock.pass(1);
    assert.deepEqual([state.writes, state.get("toolUses"), clock.background], [1, { "files/read": 2 }, 0]);
    uses.follow(ended());
    clock.pass(30_000);
    assert.equal(state.writes, 2);
    assert.equal(counting(state).uses.of("files", "read"), 3);
  });

  it("is written at the end where something waits, and not otherwise", () => {
    const { uses, clock, state } = counting();
    uses.dispose();
    assert.equal(state.writes, 0);
    uses.follow(ended());
    uses.dispose();
    assert.deepEqual([state.writes, clock.background], [1, 0]);
    uses.dispose();
    assert.equal(state.writes, 1);
  });

  it("is kept of 500 tools, those that were used last", () => {
    const { uses } = counting();
    for (let n = 0; n < 500; n++) uses.follow(ended({ tool: `t${n}` }));
    uses.follow(ended({ tool: "t0" }));
    assert.equal(uses.of("files", "t1"), 1);
    uses.follow(ended({ tool: "new" }));
    assert.deepEqual([uses.of("files", "t0"), uses.of("files", "t1"), uses.of("files", "t2")], [2, 0, 1]);
  });

  it("takes what another version wrote for missing", () => {
    const state = new MapStore();
    void state.set("toolUses", { "files/read": "many", "files/write": 2 });
    const { uses } = counting(state);
    assert.deepEqual([uses.of("files", "read"), uses.of("files", "write")], [0, 2]);
    void state.set("toolUses", [1]);
    assert.equal(counting(state).uses.of("files", "read"), 0);
  });

  it("reports what cannot be written", async () => {
    const clock = new FakeClock();
    const errors: unknown[] = [];
    const full = new Error("full");
    const store = { get: () => undefined, set: () => Promise.reject(full) };
    const uses = new ToolUses(store, clock, (error) => errors.push(error));
    uses.follow(ended());
    clock.pass(30_000);
    await new Promise(setImmediate);
    assert.deepEqual(errors, [full]);
  });
});
