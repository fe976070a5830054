import assert from "node:assert/strict";
import { textRows } from "../../../../src/editor/commands/import/textRows";

describe("texts as rows of a list", () => {
  it("are there in whole, in lines that a row holds", () => {
    const line = `Runs npx -y --registry=https://npm.example.com @ann/weather@1.4.0 --place "Oslo" ${"x".repeat(200)}`;
    const rows = textRows([line, "A note."]);
    assert.ok(rows.length > 4);
    for (const { label, value } of rows) assert.ok(label.length <= 62 && value === "look", label);
    assert.equal(rows.map(({ label }) => label).join(""), `${line}A note.`);
  });

  it("draw no icon and hide nothing", () => {
    const [row] = textRows(["Runs $(check) a\u202eb"]);
    assert.match(row?.label ?? "", /\\\$\(check\)/);
    assert.doesNotMatch(row?.label ?? "", /\u202e/);
  });
});
