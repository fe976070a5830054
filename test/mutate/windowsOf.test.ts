import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { windowsOf, windowTests } from "./windowsOf";

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll("\\", "/")}`)
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"));
const sources = ["src", "webview-ui"].flatMap(below);

describe("the window tests of a source", () => {
  it("are tests that exist", () => {
    const words = new Set(windowTests.flatMap(([, words]) => words));
    assert.deepEqual(
      [...words].filter((word) => !existsSync(`test/${word}.test.ts`)),
      [],
    );
  });

  it("are known for everything that needs an editor", () => {
    const needs = (file: string) => /^src\/(editor|window|extension)\b/.test(file);
    assert.deepEqual(
      sources.filter((file) => needs(file) && windowsOf(file).length === 0),
      [],
    );
  });

  it("come from the first row that fits, and each row is the first for a source", () => {
    assert.deepEqual(windowsOf("src/editor/signIn/uriRedirect.ts"), ["window/uriSignIn"]);
    assert.deepEqual(windowsOf("src/editor/signIn/signInNotice.ts"), ["window/signIn"]);
    assert.deepEqual(windowsOf("src/core/hub/localHub.ts"), []);
    const used = new Set(sources.map((file) => windowTests.find(([start]) => file.startsWith(start))));
    assert.deepEqual(
      windowTests.filter((row) => !used.has(row)).map(([start]) => start),
      [],
    );
  });
});
