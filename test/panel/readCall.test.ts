import assert from "node:assert/strict";
import { readCall } from "../../webview-ui/file/readCall";

const least = { id: "c", method: "tools/call", tool: "read" } as const;
/** What is made of a call with something more in it. */
const with_ = (more: Readonly<Record<string, unknown>>) => {
  const { id, method, tool, ...rest } = readCall({ ...least, ...more }) ?? assert.fail("It is no call.");
  assert.deepEqual({ id, method, tool }, least);
  return rest;
};
const split = { approval: 1, queue: 2, waits: 3, server: 4 };

describe("a call in a file", () => {
  it("has an id, a method that is known, and a tool", () => {
    assert.deepEqual(readCall(least), least);
    for (const method of ["resources/read", "prompts/get", "completion/complete", "skills/list"])
      assert.equal(readCall({ ...least, method })?.method, method);
    for (const broken of [{ id: 1 }, { id: undefined }, { method: "tools/list" }, { method: 1 }, { tool: null }])
      assert.equal(readCall({ ...least, ...broken }), undefined);
  });

  const kept: Readonly<Record<string, unknown>>[] = [
    { args: "{}" },
    ...["ok", "tool-error", "failed", "cancelled", "denied"].map((outcome) => ({ outcome })),
    { ms: 0 },
    { ms: 8.64e15 },
    ...["chat", "agent", "command", "panel", "command-line", "module", "extension", "gateway", "hub"].map((door) => ({
      caller: { door },
    })),
    { caller: { door: "gateway", client: { id: "c", name: "Cursor" } } },
    { thread: { name: "t", client: "c" } },
    { split },
    { error: { code: "not-connected", message: "No." } },
    { isTask: true },
    { isAsking: true },
    { isAsking: false },
    { progress: { progress: 0 } },
    { progress: { progress: 1, total: 2, message: "half" } },
    { steps: [{ at: 1, text: "a" }] },
    { retries: 2 },
    ...["cache", "stale", "shared"].map((served) => ({ served })),
    ...["organization", "user", "workspace"].map((source) => ({ decision: { by: "policy", source, rule: "rule 1" } })),
    { decision: { by: "question" } },
    { decision: { by: "question", source: "user", rule: "rule 2" } },
    ...["person", "grant", "setting", "annotations", "scope", "choice", "listed", "never-asks"].map((by) => ({
      decision: { by },
    })),
  ];
  for (const one of kept) it(`keeps ${JSON.stringify(one)}`, () => assert.deepEqual(with_(one), one));

  const leftOut: Readonly<Record<string, unknown>>[] = [
    { args: {} },
    { outcome: "running" },
    { outcome: "lost" },
    { ms: -1 },
    { ms: 8.65e15 },
    { ms: "5" },
    { caller: { door: "window" } },
    { caller: "chat" },
    { thread: { name: "t" } },
    { thread: { client: "c" } },
    { split: 5 },
    { error: { code: "timeout" } },
    { error: "No." },
    { isTask: "true" },
    { isTask: false },
    { isAsking: 1 },
    { progress: { total: 2 } },
    { steps: "a" },
    { retries: -1 },
    { served: "kept" },
    { decision: { by: "policy", source: "user" } },
    { decision: { by: "policy", source: "me", rule: "rule 1" } },
    { decision: { by: "nobody" } },
    { decision: "person" },
  ];
  for (const one of leftOut) it(`leaves out ${JSON.stringify(one)}`, () => assert.deepEqual(with_(one), {}));

  const partly: [given: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>][] = [
    [{ caller: { door: "chat", client: { id: "c" } } }, { caller: { door: "chat" } }],
    [{ caller: { door: "chat", client: { name: "C" } } }, { caller: { door: "chat" } }],
    [{ split: { ...split, queue: "2", waits: -1 } }, { split: { ...split, queue: 0, waits: 0 } }],
    [{ error: { code: "No code", message: "No." } }, { error: { code: "internal", message: "No." } }],
    [{ error: { code: "x".repeat(41), message: "No." } }, { error: { code: "internal", message: "No." } }],
    [{ error: { code: 5, message: "No." } }, { error: { code: "internal", message: "No." } }],
    [{ progress: { progress: 1, total: "2", message: 3 } }, { progress: { progress: 1 } }],
    [{ steps: [{ at: 1 }, { text: "a" }, 5, { at: 2, text: "b" }] }, { steps: [{ at: 2, text: "b" }] }],
    [{ decision: { by: "question", source: "me", rule: 5 } }, { decision: { by: "question" } }],
  ];
  for (const [given, expected] of partly)
    it(`keeps what is valid of ${JSON.stringify(given)}`, () => assert.deepEqual(with_(given), expected));

  it("has at most forty steps", () => {
    const steps = Array.from({ length: 41 }, (_, at) => ({ at, text: "x" }));
    assert.equal(with_({ steps }).steps?.length, 40);
  });
});
