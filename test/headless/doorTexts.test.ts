import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { commandLineText, moduleText } from "../../src/headless/doorTexts";
import { sources } from "../support/sourceImports";

/** What only the editor says: its chat, its Sign-in Doctor, its commands for accounts, the values that it asks for, and what is off. */
const editorOnly = [
  "src/core/conversation/",
  "src/core/calls/approval/switchedOn.ts",
  "src/core/config/plan/nextSteps.ts",
  "src/mcp/auth/diagnose.ts",
  "src/mcp/auth/serverSignIns.ts",
];

describe("the texts of the command line and the module", () => {
  const named = ["src/core", "src/mcp", "src/protocol", "src/headless"]
    .flatMap(sources)
    .filter((file) => !editorOnly.some((start) => file.startsWith(start)))
    .flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(
        /\bmessage\(\s*"([^"]+)"\s*,\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')/g,
      ),
    ])
    .map(([, id = "", double, single]) => ({ id, text: double ?? single ?? "" }))
    .filter(({ text }) => text.includes("MCP Hub: "));

  it("name no command of the editor", () => {
    assert.ok(named.length >= 5, `${named.length}`);
    for (const { id, text } of named) {
      for (const textOf of [commandLineText, moduleText]) {
        const own = textOf(id) ?? assert.fail(`${id} names a command of the editor: ${text}`);
        assert.doesNotMatch(own, /MCP Hub/, id);
        const values = (one: string) => [...new Set(one.match(/\{\w+\}/g))].toSorted();
        assert.deepEqual(values(own), values(text), id);
      }
    }
  });
});
