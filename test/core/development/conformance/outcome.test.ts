import assert from "node:assert/strict";
import { type Outcome, outcomeOf } from "../../../../src/core/development/conformance/outcome";
import type { ProgramEnd } from "../../../../src/core/development/conformance/suiteNeeds";

const done: ProgramEnd = { kind: "done", stdout: "" };
const failed: ProgramEnd = { kind: "failed", code: 1, signal: null, stderr: "first\nError: it broke\n" };

/** As 0.2.0-alpha.12 writes them. */
const recorded = (...checks: readonly [status: string, id?: string, errorMessage?: string][]) =>
  JSON.stringify(
    checks.map(([status, id = "tools-list", errorMessage]) => ({
      id,
      name: "ToolsList",
      description: "Server lists available tools with valid structure",
      status,
      timestamp: "2026-11-30T16:16:56.733Z",
      specReferences: [{ id: "MCP-Schema", url: "https://example.com" }],
      details: { messagesValidated: 6 },
      ...(errorMessage !== undefined && { errorMessage }),
    })),
  );

describe("the outcome of a scenario", () => {
  it("has 50 failed checks at most", () => {
    const all = Array.from({ length: 51 }, (_, at) => ["FAILURE", `c${at}`] as [string, string]);
    const failedOf = (count: number) => outcomeOf({ ended: failed, checks: recorded(...all.slice(0, count)) }).failed;
    assert.deepEqual([failedOf(50).length, failedOf(51).length, failedOf(51)[49]?.id], [50, 50, "c49"]);
  });

  const rows: [name: string, ended: ProgramEnd, checks: string | undefined, Partial<Outcome>][] = [
    ["passes", done, recorded(["SUCCESS"], ["SUCCESS"], ["INFO"]), { verdict: "passed", good: 2, failed: [] }],
    [
      "fails with one failure, whatever else passed",
      failed,
      recorded(["SUCCESS"], ["WARNING"], ["FAILURE", "wire-schema-valid", "no name"]),
      {
        verdict: "failed",
        failed: [
          { id: "tools-list", text: "Server lists available tools with valid structure" },
          { id: "wire-schema-valid", text: "no name" },
        ],
      },
    ],
    [
      "is a warning, which the suite itself overlooks",
      done,
      recorded(["SUCCESS"], ["WARNING"]),
      { verdict: "warning" },
    ],
    ["is not checked where nothing was", done, recorded(["INFO"], ["SKIPPED"]), { verdict: "not-checked", good: 0 }],
    [
      "is not checked where the suite failed without a failed check",
      failed,
      recorded(["SUCCESS"]),
      { verdict: "not-checked", why: "Error: it broke" },
    ],
    ["is not checked without a file", failed, undefined, { verdict: "not-checked", why: "Error: it broke" }],
    ["is not checked with a broken file", done, "[{", { verdict: "not-checked" }],
    ["is not checked with another file", done, '{"a":1}', { verdict: "not-checked" }],
    [
      "says that the suite was ended",
      { kind: "failed", code: null, signal: "SIGKILL" },
      undefined,
      { why: "The suite ended with SIGKILL." },
    ],
    [
      "says that it could not be started",
      { kind: "not-started", code: "ENOENT" },
      undefined,
      { verdict: "not-checked" },
    ],
  ];
  for (const [name, ended, checks, expected] of rows)
    it(name, () => {
      const outcome = outcomeOf(checks === undefined ? { ended } : { ended, checks });
      assert.deepEqual({ ...outcome, ...expected }, outcome);
    });
});
