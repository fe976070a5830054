import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { vsix } from "./extensionPackage.mjs";

describe("the packaged extension", () => {
  it("holds what runs and nothing else", async () => {
    const names = zipNames(await readFile(vsix));
    const types = "extension/dist/mcpClientHub.d.ts";
    const allowed =
      /^(\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(package(\.nls(\.\w+)?)?\.json|LICENSE\.txt|readme\.md|changelog\.md|(CONTRIBUTING|SECURITY|docs\/\w[\w-]*)\.md|(dist|media)\/.+))$/;
    assert.deepEqual(
      names.filter((name) => !allowed.test(name) || (/\.(map|ts|tsx|vsix)$/.test(name) && name !== types)),
      [],
    );
    assert.ok(names.includes(types), "the types of the API for other extensions");
    const readme = await readFile("README.md", "utf8");
    // Pages and pictures; the packager writes the names of these two in lower case.
    const linked = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, at = ""]) =>
      at.replace(/^(README|CHANGELOG)\.md$/, (name) => name.toLowerCase()),
    );
    for (const ending of [".png", ".md"]) assert.ok(linked.some((at) => at.endsWith(ending)));
    const needed = [
      "package.json",
      "package.nls.json",
      "package.nls.de.json",
      "media/l10n/bundle.l10n.de.json",
      "dist/extension.js",
      "dist/headless.js",
      "dist/samples/documents.js",
      "dist/samples/documentReader.js",
      ...linked,
    ];
    assert.deepEqual(
      needed.filter((name) => !names.includes(`extension/${name}`)),
      [],
    );
  });
});

/** The names in a zip's central directory: each entry has a signature, and its name's length at 28 and name at 46. */
function zipNames(zip: Buffer): string[] {
  const names: string[] = [];
  const signature = Buffer.from("PK\x01\x02");
  for (let at = zip.indexOf(signature); at >= 0; at = zip.indexOf(signature, at + 46)) {
    names.push(zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  }
  return names;
}
