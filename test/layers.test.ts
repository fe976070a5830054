import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path/posix";

const sdkClient = "@modelcontextprotocol/client";
const documents = [
  "mdast",
  "mdast-util-from-markdown",
  "mdast-util-gfm-table",
  "micromark-extension-gfm-table",
  "parse5",
  "syllable",
];
const pure = [
  "zod",
  "p-retry",
  "@cfworker/json-schema",
  "@noble/hashes",
  "jsonc-parser",
  "minisearch",
  "url-template",
  "yaml",
];

/** Who may import whom: folders of ours by prefix, packages by name; `node` stands for every built-in module. */
const allowed: Record<string, readonly string[]> = {
  "src/protocol": ["src/protocol"],
  "src/core": ["src/core", "src/protocol", ...pure],
  "src/mcp": ["src/mcp", "src/core", "src/protocol", sdkClient, "cross-spawn", "ws", "node"],
  "src/gateway": ["src/gateway", "src/core", "src/protocol", "@modelcontextprotocol/sdk", "node"],
  "src/services": ["src/services", "src/core", "src/protocol", "zod"],
  "src/editor": ["src/editor", "src/core", "src/protocol", "vscode", "zod", "node"],
  "src/headless": ["src/headless", "src/core", "src/protocol", "zod", "node"],
  "src/samples": ["src/samples", "@modelcontextprotocol/sdk", "zod", ...documents, "node"],
  "webview-ui": ["webview-ui", "src/protocol", "preact", "@vscode/codicons"],
};

const name = `["']([\\w@./:-]+)["']`; // a text with other characters is no module: "… from \"${server}\""
const imported = new RegExp(String.raw`\bfrom\s*${name}|\bimport\s*\(?\s*${name}|\brequire\s*\(\s*${name}`, "g");

/** Every module that a source names, dynamic imports and `require` included; comments do not count. */
function imports(source: string): string[] {
  const code = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  return [...code.matchAll(imported)].map(([, from, dynamic, required]) => from ?? dynamic ?? required ?? "");
}

/** The folder of ours, the package or `node` that an import means. */
function target(file: string, path: string): string {
  if (path.startsWith(".")) return normalize(join(dirname(file), path));
  if (path.startsWith("node:") || builtinModules.includes(path)) return "node";
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}

const isWithin = (path: string, allowance: string) => path === allowance || path.startsWith(`${allowance}/`);

describe("the walls between the layers", () => {
  for (const [layer, may] of Object.entries(allowed))
    it(`${layer} imports only what it may`, () => {
      for (const file of sources(layer))
        for (const path of imports(readFileSync(file, "utf8"))) {
          const to = target(file, path);
          assert.ok(
            may.some((allowance) => isWithin(to, allowance)),
            `${file} imports ${path}`,
          );
        }
    });

  it("every source belongs to a layer, or is a root", () => {
    const roots = ["src/composeHub.ts", "src/extension.ts", "src/headless.ts", "src/manifest.ts"];
    for (const file of sources("src"))
      assert.ok(roots.includes(file) || Object.keys(allowed).some((layer) => isWithin(file, layer)), file);
  });

  it("sees every way to import", () => {
    const source = `import a from "one"; import "two"; export * from 'three'; import type { T } from "four";
      const x = await import("five"); const y = require("six"); const z = await import(
        "seven");
      // import "not this"`;
    assert.deepEqual(imports(source), ["one", "two", "three", "four", "five", "six", "seven"]);
    assert.equal(target("src/core/calls/a.ts", "../../mcp/openLink"), "src/mcp/openLink");
    assert.equal(target("src/core/a.ts", "fs"), "node");
    assert.equal(target("src/core/a.ts", "@modelcontextprotocol/client/stdio"), "@modelcontextprotocol/client");
  });
});

function sources(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\.tsx?$/.test(file));
}
