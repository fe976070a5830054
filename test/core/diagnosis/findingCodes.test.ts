import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type FixKind, findingTable } from "../../../src/core/diagnosis/findingCodes";

const words: Readonly<Record<FixKind, string>> = { entry: "entry", command: "command", none: "–" };

describe("docs/diagnose.md", () => {
  it("has a row for each code, with its cause and its fixes", () => {
    const page = readFileSync("docs/diagnose.md", "utf8");
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    const wanted = Object.entries(findingTable).map(
      ([code, { cause, fixes }]) => `| \`${code}\` | ${cause()} | ${fixes.map((fix) => words[fix]).join(", ")} |`,
    );
    assert.ok(wanted.length >= 25);
    assert.deepEqual(rows, wanted);
  });

  it("gives each code a cause of its own", () => {
    const causes = Object.values(findingTable).map(({ cause }) => cause());
    assert.equal(new Set(causes).size, causes.length);
  });
});
