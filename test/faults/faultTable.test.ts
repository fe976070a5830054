import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { faultTable } from "./fault";
import { faults } from "./faults";
import { neighbors } from "./neighbors";
import { rowTests } from "./rowTests";

/** The rows of the README's table; those of neighbors are measured in test/alone. */
describe("what happens when", function () {
  this.timeout(90_000);
  rowTests(faults);

  it("stands in the README", () => {
    const table = faultTable([...faults, ...neighbors]);
    assert.ok(readFileSync("README.md", "utf8").includes(table), `The README needs this table:\n\n${table}\n`);
  });
});
