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
    for (const kind of ["answer", "tools", "call", "prompt"] as const) assert.deepEqual(followUps({ kind }), []);
  });

  it("are based on what a turn stored, and ignore anything unknown", () => {
    const memory = { kind: "answer", answer: "A letter.", limitReached: true } as const;
    assert.deepEqual(toMemory({ ...memory, other: 1 }), memory);
    for (const kind of ["servers", "tools", "call", "prompt"]) assert.deepEqual(toMemory({ kind }), { kind });
    assert.deepEqual(toMemory({ failed: true, limitReached: 1 }), { kind: "answer", failed: true });
    assert.deepEqual(toMemory(undefined), { kind: "answer" });
    assert.deepEqual(toMemory({ kind: 7, answer: {}, failed: "yes" }), { kind: "answer" });
    assert.deepEqual(toMemory({ conversation: 1, read: "a" }), { kind: "answer" });
  });

  it("keep the conversation and the first 50 servers that it has read", () => {
    const read = Array.from({ length: 51 }, (_, at) => `s${at}`);
    assert.deepEqual(toMemory({ conversation: "c1", read: [7, ...read] }), {
      kind: "answer",
      conversation: "c1",
      read: read.slice(0, 50),
    });
  });
});
