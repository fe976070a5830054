import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { imports, sources, target } from "./support/sourceImports";

const sdkClient = "@modelcontextprotocol/client";
const documents = [
  "mdast",
  "mdast-util-from-markdown",
  "mdast-util-gfm-table",
  "micromark-extension-gfm-table",
  "mammoth",
  "unpdf",
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
  "smol-toml",
  "url-template",
  "smol-toml",
  "yaml",
];

/** Who may import whom: folders of ours by prefix, packages by name; `node` stands for every built-in module. */
const allowed: Record<string, readonly string[]> = {
  "src/protocol": ["src/protocol"],
  "src/core": ["src/core", "src/protocol", ...pure],
  "src/mcp": ["src/mcp", "src/core", "src/protocol", sdkClient, "cross-spawn", "ws", "node"],
  "src/node": ["src/node", "src/core", "src/protocol", "zod", "node"],
  "src/gateway": ["src/gateway", "src/core", "src/protocol", "eventsource-parser", "jose", "pino", "zod", "node"],
  "src/services": ["src/services", "src/core", "src/protocol", "yaml", "zod"],
  "src/editor": ["src/editor", "src/core", "src/protocol", "vscode", "zod", "node"],
  "src/headless": ["src/headless", "src/core", "src/protocol", "jose", "zod", "node"],
  "src/samples": ["src/samples", "@modelcontextprotocol/sdk", "zod", ...documents, "node"],
  "webview-ui": [
    ...["webview-ui", "src/protocol", "preact", "@vscode/codicons"],
    // Markdown of results
    ...["mdast", "mdast-util-from-markdown", "mdast-util-gfm-table", "micromark-extension-gfm-table"],
  ],
};

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

  it("only roots import what a window puts together", () => {
    for (const layer of Object.keys(allowed))
      for (const file of sources(layer))
        for (const path of imports(readFileSync(file, "utf8")))
          assert.ok(!isWithin(target(file, path), "src/window"), `${file} imports ${path}`);
  });

  it("every source belongs to a layer, or is a root", () => {
    const roots = [
      ...[
        "composeApps",
        "composeHub",
        "composedHub",
        "composeHeadless",
        "composeGateway",
        "composeOperations",
        "composeInspection",
        "composeLinks",
      ],
      ...["extension", "headless", "manifest", "openSecrets", "openServices", "serve", "servedHub", "signIn", "stdio"],
      ...["gatewayFolder", "doctor", "importServers"],
    ].map((name) => `src/${name}.ts`);
    // What a window puts together is a root in several files.
    for (const file of sources("src").filter((one) => !isWithin(one, "src/window")))
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

  for (const root of ["src/extension.ts", "src/headless.ts"])
    it(`${root} starts without the contracts and the rows of the services`, () => {
      const loaded = loadedWith(root).filter((file) => file.startsWith("src/services/"));
      assert.deepEqual(loaded, ["src/services/clients/services.ts"]);
    });
});

/** What a window loads when it first needs it. */
const loadedLater = [
  ...["composeGateway", "composeInspection", "composeLinks", "mcp/link", "mcp/auth", "gateway/mcp", "gateway/rest"],
  ...["core/diagnosis/rules", "core/development/conformance", "core/apps/editing", "core/registry/registry"],
  ...["editor/commands/allCommands", "editor/configFiles", "core/conversation/conversation", "core/catalog/toolSearch"],
].map((path) => `src/${path}`);

describe("src/extension.ts", () => {
  const loaded = loadedWith("src/extension.ts");
  const reached = new Set([...loaded.map((file) => file.replace(/\.ts$/, "")), ...loaded.flatMap(importedBy)]);

  it("starts with the settings and the commands", () => {
    for (const path of ["zod", "src/core/config/reading/configuration", "src/window/windowCommands"])
      assert.ok(reached.has(path), path);
  });

  for (const path of [...loadedLater, sdkClient, "yaml", "smol-toml", "ws", "minisearch"])
    it(`starts without ${path}`, () => {
      if (path.startsWith("src/")) assert.ok(existsSync(path) || existsSync(`${path}.ts`), `${path} is there`);
      assert.deepEqual(
        [...reached].filter((one) => isWithin(one, path)),
        [],
      );
    });
});

/** Every source of ours that is loaded as soon as this one is. */
function loadedWith(root: string): readonly string[] {
  const loaded = new Set([root]);
  for (const file of loaded)
    for (const to of importedBy(file)) if (to.startsWith("src/") && existsSync(`${to}.ts`)) loaded.add(`${to}.ts`);
  return [...loaded];
}

/** What is loaded with a source: types and what is imported later do not count. */
function importedBy(file: string): readonly string[] {
  const code = readFileSync(file, "utf8")
    .replace(/^(import|export) type [^;]*;/gm, "")
    .replace(/\bimport\(/g, "later(");
  return imports(code).map((path) => target(file, path));
}
