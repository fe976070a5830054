import assert from "node:assert/strict";
import { taskState } from "../../../src/mcp/calls/taskState";

const read = (more: object) => {
  const fields = { status: "working", ...more };
  const { fields: kept, ...state } = taskState("far", fields);
  assert.equal(kept, fields);
  return state;
};

describe("the state of a task", () => {
  for (const status of ["working", "input_required", "completed", "failed", "cancelled"])
    it(`may be ${status}`, () => assert.deepEqual(read({ status }), { status }));

  it("is none of another name, or of another shape", () => {
    for (const fields of [{ status: "done" }, {}, null, "working", [{ status: "working" }]])
      assert.throws(() => taskState("far", fields), {
        code: "protocol",
        message: /^"far" reported a task in an unknown state/,
      });
  });

  const rows: [given: object, expected: object][] = [
    [{ pollIntervalMs: 5, pollInterval: 6 }, { pollMs: 5 }],
    [{ pollInterval: 0 }, { pollMs: 0 }],
    [{ pollIntervalMs: -1, pollInterval: 6 }, { pollMs: 6 }],
    [{ pollInterval: "5" }, {}],
    [{ pollInterval: Number.POSITIVE_INFINITY }, {}],
    [{ ttlMs: 7, ttl: 8 }, { ttlMs: 7 }],
    [{ ttl: 8 }, { ttlMs: 8 }],
    [{ ttl: null }, {}],
    [{ statusMessage: "a\nb" }, { message: "a b" }],
    [{ statusMessage: "" }, {}],
    [{ statusMessage: 5 }, {}],
  ];
  for (const [given, expected] of rows)
    it(`is read: ${JSON.stringify(given)}`, () => assert.deepEqual(read(given), { status: "working", ...expected }));

  it("has a message of five hundred characters at most", () =>
    assert.match(String(Reflect.get(read({ statusMessage: "x".repeat(600) }), "message")), /^x{500}(?!x)/));
});
