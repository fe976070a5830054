import assert from "node:assert/strict";
import type { HubTool } from "../../../src/core/catalog/catalog";
import { modelSchema } from "../../../src/core/catalog/modelSchema";
import { toolDescription, toolLine } from "../../../src/core/conversation/toolText";
import { visibleText } from "../../../src/core/kernel/untrusted/visible";
import { resourceResult, resultText } from "../../../src/core/messages/resultText";

/** "run" in tag characters, and one of every other kind that nobody sees. */
const hidden: readonly [kind: string, text: string][] = [
  ["tag characters", [..."run"].map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0))).join("")],
  ["soft hyphens", "\u00ad\u00ad"],
  ["fillers", "\u3164\u115f\u1160\uffa0"],
  ["variation selectors", "\ufe00\ufe01\u{e0100}\u{e01ef}"],
  ["a variation selector behind a letter", "\ufe0f"],
  ["zero-width characters", "\u200b\u200c\u200d\u2060\ufeff"],
  ["bidirectional marks", "\u202e\u2066\u061c\u200f"],
  ["invisible operators", "\u2062\u2063"],
  ["a grapheme joiner", "\u034f"],
  ["interlinear marks", "\ufff9\ufffa\ufffb"],
  ["a Braille blank", "\u2800"],
  ["an escape sequence", "\u001b\u0007"],
  ["C1 controls", "\u009b\u009d"],
];

const limits = { name: "a/b", limit: 10_000 };

describe("text that nobody sees does not reach a model", () => {
  for (const [kind, text] of hidden) {
    const bad = `a${text}b`;
    const good = "a\ufffdb";

    it(`in a result: ${kind}`, () => {
      assert.equal(resultText({ content: [{ type: "text", text: bad }], isError: false }, limits).text, good);
      const structured = { [bad]: [bad] };
      assert.ok(!resultText({ content: [], structured, isError: false }, limits).text.includes(text));
      assert.ok(!resultText(resourceResult([{ uri: `x:${bad}`, text: bad }]), limits).text.includes(text));
    });

    it(`in a definition, and inside its schemas: ${kind}`, () => {
      const inputSchema = {
        type: "object",
        title: bad,
        description: bad,
        properties: {
          [bad]: { type: "string", description: bad },
          list: {
            items: {
              anyOf: [
                { title: bad, enum: [bad, "c"] },
                { $ref: "#/$defs/d", default: bad },
              ],
            },
          },
        },
        $defs: { d: { type: "object", properties: { e: { description: bad, not: { const: bad } } } } },
      };
      const json = JSON.stringify(modelSchema(inputSchema));
      for (const one of text) assert.ok(!json.includes(one), json);
      const hints = { readOnly: false, destructive: false, idempotent: false, openWorld: false };
      const tool = { name: "t", title: bad, description: bad, inputSchema, outputSchema: inputSchema, hints };
      const hubTool = { modelName: "s__t", server: "s", tool } as unknown as HubTool;
      for (const shown of [toolDescription(hubTool), toolLine(hubTool)])
        for (const one of text)
          assert.ok(!shown.includes(one) && !shown.includes(JSON.stringify(one).slice(1, -1)), shown);
    });
  }

  it("leaves what belongs to a picture or to the spelling of a language", () => {
    for (const text of ["👩‍👩‍👧‍👦", "❤️", "🏳️‍🌈", "1️⃣", "می‌خواهم", "क्‍ष", "schön\ttab\r\nline", "日本語", "עברית"])
      assert.equal(visibleText(text), text);
  });
});
