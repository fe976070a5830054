import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { compatibilityText } from "../../../src/core/presentation/compatibilityTable";
import { compatibility } from "../../../src/mcp/revisions/compatibility";
import { has } from "../../../src/mcp/revisions/features";

describe("the compatibility matrix", () => {
  const matrix = compatibility();
  const revisionsOf = (feature: string) => matrix.features.find((one) => one.feature === feature)?.revisions;

  it("says of each feature in which revisions the hub uses it", () => {
    assert.deepEqual(matrix.revisions, ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]);
    assert.deepEqual(revisionsOf("tools"), matrix.revisions);
    assert.deepEqual(revisionsOf("completion of arguments"), matrix.revisions.slice(1));
    assert.deepEqual(revisionsOf("a ping"), matrix.revisions.slice(0, 4));
    assert.deepEqual(revisionsOf("a stream of changes"), ["2026-07-28"]);
    assert.deepEqual(revisionsOf("a form (elicitation)"), matrix.revisions.slice(2));
  });

  it("has one row for what is another request in another revision", () => {
    const names = matrix.features.map(({ feature }) => feature);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(revisionsOf("tasks"), ["2025-11-25", "2026-07-28"]);
    assert.deepEqual(revisionsOf("log levels"), matrix.revisions);
  });

  it("agrees with what decides about requests", () => {
    for (const revision of matrix.revisions) {
      const offer = { server: "s", revision, capabilities: { completions: {} } };
      assert.equal(revisionsOf("completion of arguments")?.includes(revision), has(offer, "completions"), revision);
    }
  });

  it("stands in docs/compatibility.md as it is", () =>
    assert.ok(readFileSync("docs/compatibility.md", "utf8").includes(compatibilityText(matrix))));
});
