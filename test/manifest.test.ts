import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { activationEvents, capabilities, contributes } from "../src/manifest";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));

/** The value after a round trip through JSON, which drops what JSON cannot hold. */
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("package.json", () => {
  for (const [part, value] of Object.entries(contributes()))
    it(`contributes the ${part} that the code has (npm run manifest writes them)`, () =>
      assert.deepEqual(manifest.contributes[part], written(value)));

  it("contributes nothing else", () =>
    assert.deepEqual(Object.keys(manifest.contributes).sort(), Object.keys(contributes()).sort()));

  it("activates the extension when needed", () => assert.deepEqual(manifest.activationEvents, activationEvents()));

  it("declares the behavior in Restricted Mode", () =>
    assert.deepEqual(manifest.capabilities, written(capabilities())));

  it("pins every dependency to one version", () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
  });
});
