import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { sources } from "./support/sourceImports";

const files = [
  "src/core",
  "src/mcp",
  "src/editor",
  "src/headless",
  "src/node",
  "src/gateway",
  "src/protocol",
  "src/services",
  "webview-ui",
]
  .flatMap(sources)
  .concat("src/extension.ts", "src/headless.ts", "src/composeHub.ts");

/** The text of a source without its comments. */
const codeOf = (file: string) => readFileSync(file, "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");

/** Every call of `message` with its id and its text. */
const messages = files.flatMap((file) =>
  [
    ...codeOf(file).matchAll(/\bmessage\(\s*("[^"]*"|`[^`]*`)\s*,\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^"'\s])/g),
  ].map(([, id = "", text = ""]) => ({ file, id, text })),
);

describe("the texts for people", () => {
  it("have ids that say where they are, each the id of one text", () => {
    assert.ok(messages.length > 300, `${messages.length} messages`);
    const texts = new Map<string, string>();
    for (const { file, id, text } of messages) {
      assert.match(id, /^"[a-z][\w-]*(\.[\w-]+)+"$/i, `${file}: the id ${id}`);
      assert.match(text, /^["']/, `${file}: the text of ${id} is written out`);
      assert.equal(texts.get(id) ?? text, text, `${file}: ${id} has two texts`);
      texts.set(id, text);
    }
  });

  it("are not written into a failure without an id", () => {
    for (const file of files)
      for (const [found] of codeOf(file).matchAll(/new HubError\(\s*[\w"?: -]+,\s*[`"'].*/g))
        assert.fail(`${file}: ${found}`);
  });

  it("are not written into a notice of the editor without an id", () => {
    const notice =
      /\b(?:show(?:Information|Warning|Error)Message|setStatusBarMessage)\(\s*(?:["']|`(?!\$\([\w-]+\) \$\{)).*/g; // an icon may stand before a message
    for (const file of sources("src/editor"))
      for (const [found] of codeOf(file).matchAll(notice)) assert.fail(`${file}: ${found}`);
  });
});
