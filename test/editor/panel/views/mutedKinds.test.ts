import assert from "node:assert/strict";
import { MutedKinds, mutedLimit } from "../../../../src/editor/panel/views/mutedKinds";
import type { NoteKind } from "../../../../src/protocol/panel/note";
import { MapStore } from "../../../support/mapStore";

const kind: NoteKind = { server: "a", from: "server", name: "vendor/beat" };

describe("muted kinds", () => {
  it("are kept for the workspace, each once", async () => {
    const store = new MapStore();
    const muted = new MutedKinds(store);
    assert.ok(muted.isEmpty);
    await muted.mute(kind);
    await muted.mute({ ...kind });
    const again = new MutedKinds(store);
    assert.deepEqual(again.all, [kind]);
    assert.ok(again.has(kind) && !again.isEmpty);
    await again.unmute(kind);
    assert.deepEqual(new MutedKinds(store).all, []);
  });

  it("are of one server, one source and one name", async () => {
    const muted = new MutedKinds(new MapStore());
    await muted.mute(kind);
    const { server: _, ...ofHub } = kind;
    for (const other of [{ ...kind, server: "b" }, { ...kind, from: "hub" as const }, { ...kind, name: "x" }, ofHub])
      assert.equal(muted.has(other), false, JSON.stringify(other));
  });

  it("are bounded: one more is refused", async () => {
    const store = new MapStore();
    const muted = new MutedKinds(store);
    for (let n = 0; n < mutedLimit; n++) await muted.mute({ ...kind, name: `${n}` });
    await assert.rejects(muted.mute(kind), { code: "unsupported" });
    assert.equal(muted.has(kind), false);
    assert.equal(new MutedKinds(store).all.length, mutedLimit);
  });

  it("stay as they were where they cannot be stored", async () => {
    const store = new MapStore();
    const muted = new MutedKinds(store);
    store.set = () => Promise.reject(new Error("full"));
    await assert.rejects(muted.mute(kind), /full/);
    assert.equal(muted.has(kind), false);
  });

  for (const stored of [
    undefined,
    null,
    "x",
    { a: 1 },
    [1, null, {}, { from: "server" }, { from: "x", name: "y" }, { server: 1, from: "hub", name: "y" }],
  ])
    it(`are none where something else is stored: ${JSON.stringify(stored)}`, async () => {
      const store = new MapStore();
      await store.set("panel.muted", stored);
      assert.deepEqual(new MutedKinds(store).all, []);
    });
});
