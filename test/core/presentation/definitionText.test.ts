import assert from "node:assert/strict";
import { canonicalText } from "../../../src/core/kernel/canonicalJson";
import { definitionText } from "../../../src/core/presentation/definitionText";
import { visibleText } from "../../../src/core/presentation/visibleText";

describe("what a server says about a tool, as text", () => {
  it("has a line for each line, below the name of its member", () => {
    const text = definitionText(
      canonicalText({ name: "t", description: "One.\nTwo.", inputSchema: { type: "object", maximum: 1 } }),
      "abc",
    );
    assert.equal(
      text,
      [
        "Name:\n  t",
        "Description:\n  One.\n  Two.",
        'Input schema:\n  {\n    "maximum": 1,\n    "type": "object"\n  }',
        "SHA-256:\n  abc",
      ].join("\n\n"),
    );
  });

  it("has its members in the order in which they are read, and what is unknown last", () => {
    const members = ["zeal", "execution", "outputSchema", "inputSchema", "arguments", "annotations", "instructions"];
    const all = Object.fromEntries([...members, "description", "title", "name"].map((key) => [key, key]));
    assert.deepEqual(definitionText(canonicalText(all), "abc").split("\n\n"), [
      "Name:\n  name",
      "Title:\n  title",
      "Description:\n  description",
      "Instructions:\n  instructions",
      "Annotations:\n  annotations",
      "Arguments:\n  arguments",
      "Input schema:\n  inputSchema",
      "Output schema:\n  outputSchema",
      "Execution:\n  execution",
      "zeal:\n  zeal",
      "SHA-256:\n  abc",
    ]);
  });

  it("lets no text look like another member", () => {
    const text = definitionText(canonicalText({ name: "t", description: "x\n\nAnnotations:\n  {}" }), "d");
    assert.deepEqual(
      text.split("\n").filter((line) => /^\S/.test(line)),
      ["Name:", "Description:", "SHA-256:"],
    );
  });

  it("says so where what was agreed to is no longer known", () =>
    assert.match(definitionText(undefined, "d"), /too large to be kept.*\n\nSHA-256:\n {2}d/));

  const unseen = [
    "\u200b",
    "\u00ad",
    "\u202e",
    "\u{e0041}",
    "\ufe0f",
    "\u3164",
    "\u115f",
    "\u180e",
    "\u2800",
    "\u00a0",
    "\u001b",
    "\u009b",
    "\u2028",
  ];
  for (const character of unseen)
    it(`shows U+${character.codePointAt(0)?.toString(16)}`, () => {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      assert.equal(visibleText(`a${character}b`), `a⟨U+${code}⟩b`);
      assert.ok(
        definitionText(canonicalText({ inputSchema: { [`k${character}`]: character } }), "").includes("⟨U+") ||
          character < " ",
      );
    });

  it("leaves letters of every language as they are", () => {
    for (const text of ["Grüße", "天気", "Привет", "שלום", "a b\nc"]) assert.equal(visibleText(text), text);
  });
});
