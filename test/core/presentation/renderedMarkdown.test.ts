import assert from "node:assert/strict";
import { rendersAsMarkdown } from "../../../src/core/presentation/renderedMarkdown";

const evil = "https://evil.example/?q=secret";

describe("a text that opens as rendered Markdown", () => {
  const shown = [
    "# Title\n\nWords.",
    "# Title\n\n![a picture](picture-1.png)",
    "# Title\n\n[a page](https://a.example)",
    "```ts\nlet a = list[0](1);\n```",
  ];
  for (const text of shown) it(`may be ${JSON.stringify(text)}`, () => assert.equal(rendersAsMarkdown(text), true));

  it("has at most 500,000 characters", () => {
    const filled = (length: number) => "# Title\n\n".padEnd(length, "x");
    assert.deepEqual([500_000, 500_001].map(filled).map(rendersAsMarkdown), [true, false]);
  });

  const loading = [
    `![x](${evil})`,
    `![x](<${evil}>)`,
    `![x]( ${evil} "t")`,
    `![a [b] c](${evil})`,
    `![a\\](b.png)](${evil})`,
    `![a\\\\](b.png)![c](${evil})`,
    `![\`](b.png)\`](${evil})`,
    `![a\n](${evil})`,
    `![x]\n\n[x]: ${evil}`,
    `![x][y]\n\n> [y]: ${evil}`,
    `[![x](${evil})](https://a.example)`,
    `<img src="${evil}">`,
    `<svg><image href="${evil}"/></svg>`,
    `\`\`\`mermaid\nflowchart\n A@{ img: "${evil}" }\n\`\`\``,
    `~~~ mermaid\nA@{ img: "${evil}" }\n~~~`,
    `[x](javascript:alert(1))`,
  ];
  for (const text of loading)
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(rendersAsMarkdown(`# Title\n\n${text}`), false));
});
