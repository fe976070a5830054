import assert from "node:assert/strict";
import { followUps, toMemory } from "../../../src/core/conversation/followUps";

describe("follow-ups", () => {
  it("continue, show the servers, or list the tools", () => {
    assert.deepEqual(
      followUps({ kind: "answer", limitReached: true }).map(({ label }) => label),
      ["Continue"],
    );
    assert.deepEqual(
      followUps({ kind: "call", failed: true }).map(({ command }) => command),
      ["servers"],
    );
    assert.deepEqual(
      followUps({ kind: "servers" }).map(({ command }) => command),
      ["tools"],
    );
    assert.deepEqual(followUps({ kind: "answer" }), []);
  });

  it("are based on what a turn stored, and ignore anything unknown", () => {
    const memory = { kind: "answer", answer: "A letter.", limitReached: true } as const;
    assert.deepEqual(toMemory({ ...memory, other: 1 }), memory);
    assert.deepEqual(toMemory(undefined), { kind: "answer" });
    assert.deepEqual(toMemory({ kind: 7, answer: {}, failed: "yes" }), { kind: "answer" });
  });
});
