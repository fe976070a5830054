import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { activationEvents, localized } from "../src/manifest";
import { oldest } from "./host/embeddedEditor.mjs";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const english = JSON.parse(readFileSync("package.nls.json", "utf8"));
const {
  part: { contributes, capabilities, description },
  texts,
} = localized();

/** The value after a round trip through JSON, which drops what JSON cannot hold. */
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("package.json", () => {
  for (const [part, value] of Object.entries(contributes))
    it(`contributes the ${part} that the code has (npm run manifest writes them)`, () =>
      assert.deepEqual(manifest.contributes[part], written(value)));

  it("contributes nothing else", () =>
    assert.deepEqual(Object.keys(manifest.contributes).sort(), Object.keys(contributes).sort()));

  it("activates the extension when needed", () => assert.deepEqual(manifest.activationEvents, activationEvents()));

  it("declares the behavior in Restricted Mode", () => assert.deepEqual(manifest.capabilities, written(capabilities)));

  it("is described in the words of package.nls.json", () => assert.equal(manifest.description, description));

  it("has its English texts in package.nls.json (npm run manifest writes them)", () =>
    assert.deepEqual(english, texts));

  it("has a text for every key, and leaves to models what they read", () => {
    const keys = JSON.stringify(manifest).match(/(?<=")%[^"%]+%(?=")/g) ?? [];
    assert.deepEqual(new Set(keys.map((key) => key.slice(1, -1))), new Set(Object.keys(english)));
    for (const { modelDescription } of manifest.contributes.languageModelTools) assert.match(modelDescription, / /);
  });

  it("is written with the API of the oldest VS Code that it allows, which is the one of npm run oldest", () => {
    const [, minor = ""] = /^\^1\.(\d+)\.0$/.exec(manifest.engines.vscode) ?? [];
    assert.match(manifest.devDependencies["@types/vscode"], RegExp(`^1\\.${minor}\\.`));
    assert.match(oldest.vscode, RegExp(`^1\\.${minor}\\.`));
    assert.match(oldest.version, RegExp(`^4\\.${minor}\\.`));
  });

  it("says to the marketplaces what they show", () => {
    const { icon, preview, version, categories, keywords, galleryBanner, publisher, license } = manifest;
    assert.deepEqual([publisher, license, preview], ["mcp-client-hub", "MIT", version.startsWith("0.")]);
    assert.ok(existsSync(icon));
    assert.match(galleryBanner.color, /^#[0-9a-f]{6}$/);
    assert.ok(["dark", "light"].includes(galleryBanner.theme));
    assert.ok(keywords.length <= 30, "The Marketplace takes at most 30 keywords.");
    for (const category of categories) assert.ok(["AI", "Chat", "Other"].includes(category), category);
  });

  it("pins every dependency to one version", () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
  });
});
