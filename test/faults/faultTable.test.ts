import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { faultTable } from "./fault";
import { faults } from "./faults";
import { Stage } from "./stage";

/** Each row of the README's table is a test here, against real processes and sockets. */
describe("what happens when", function () {
  this.timeout(90_000);
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => stage.close());

  for (const { fault, shown } of faults)
    for (const transport of ["stdio", "http"] as const) {
      const show = shown[transport];
      if (show) it(`${fault} (${transport})`, () => show(stage, transport));
    }

  it("stands in the README", () => {
    const table = faultTable(faults);
    assert.ok(readFileSync("README.md", "utf8").includes(table), `The README needs this table:\n\n${table}\n`);
  });
});
