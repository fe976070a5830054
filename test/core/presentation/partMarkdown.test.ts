import assert from "node:assert/strict";
import { partMarkdown } from "../../../src/core/presentation/partMarkdown";
import { readable } from "../../../src/core/presentation/readable";
import type { ShownPart } from "../../../src/core/presentation/shownPart";

describe("a part of a result as Markdown", () => {
  const audience = "everybody";
  const markdown = (part: object) => partMarkdown({ audience, ...part } as ShownPart, "files");

  it("is a block of JSON where it is JSON, and otherwise the text as it came", () => {
    assert.equal(markdown({ kind: "text", text: '{"a":1}' }), '```json\n{\n  "a": 1\n}\n```');
    assert.equal(markdown({ kind: "json", text: '{"a":1}' }), '```json\n{"a":1}\n```');
    assert.equal(markdown({ kind: "text", text: "a *b*" }), "a *b*");
  });

  it("describes a link in at most 1000 characters", () => {
    const described = (length: number) =>
      markdown({ kind: "link", uri: "a://b", name: "b", description: "x".repeat(length) }).split(", ")[1] ?? "";
    assert.equal(described(1000), "x".repeat(1000));
    assert.ok(described(1001).startsWith(`${"x".repeat(1000)}…`));
  });

  it("leaves a line of JSON of more than 2 MB as it is", () => {
    const line = (length: number) => `["${"x".repeat(length - 4)}"]`;
    const longest = 2 * 1024 * 1024;
    assert.notEqual(readable(line(longest)), line(longest));
    assert.equal(readable(line(longest + 1)), line(longest + 1));
  });
});
