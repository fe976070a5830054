import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { faultTable } from "./fault";
import { faults } from "./faults";
import { neighbors } from "./neighbors";
import { rowTests } from "./rowTests";

/** The rows of the table in docs/faults.md; those of neighbors are measured in test/alone. */
describe("what happens when", function () {
  this.timeout(90_000);
  rowTests(faults);

  it("is the table in docs/faults.md", () => {
    const table = faultTable([...faults, ...neighbors]);
    assert.ok(readFileSync("docs/faults.md", "utf8").includes(table), `docs/faults.md needs this table:\n\n${table}\n`);
  });
});
