import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { posix } from "node:path";
import { inflateRawSync } from "node:zlib";
import { vsix } from "./extensionPackage.mjs";
import { repository } from "./paths.mjs";

/** What may be in the file that users download, in bytes. Every update is downloaded whole. */
const mostPacked = 3_500_000;
const mostUnpacked = 10_000_000;
/** What every window loads when it starts, in bytes. */
const mostAtStart = 900 * 1024;

describe("the packaged extension", () => {
  let zip: Buffer;
  let entries: ReadonlyMap<string, Buffer>;

  before(async () => {
    zip = await readFile(vsix);
    entries = zipEntries(zip);
  });

  it("holds what runs and nothing else", () => {
    const types = "extension/dist/mcpClientHub.d.ts";
    const allowed =
      /^(\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(package(\.nls(\.\w+)?)?\.json|LICENSE\.txt|readme\.md|changelog\.md|(CONTRIBUTING|SECURITY|docs\/\w[\w-]*)\.md|(dist|media)\/.+))$/;
    assert.deepEqual(
      names().filter((name) => !allowed.test(name) || (/\.(map|ts|tsx|vsix)$/.test(name) && name !== types)),
      [],
    );
    assert.ok(names().includes(types), "the types of the API for other extensions");
  });

  it("holds every page and picture that its own pages, steps and views show", async () => {
    const readme = await readFile("README.md", "utf8");
    // The packager writes the names of these two in lower case.
    const linked = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, at = ""]) =>
      at.replace(/^(README|CHANGELOG)\.md$/, (name) => name.toLowerCase()),
    );
    for (const ending of [".png", ".md"]) assert.ok(linked.some((at) => at.endsWith(ending)));
    const { main, bin, icon, contributes } = manifest();
    const named = [...JSON.stringify(contributes).matchAll(/"(media\/[^"]+)"/g)].map(([, at = ""]) => at);
    assert.ok(named.filter((at) => at.startsWith("media/walkthrough/")).length === 5);
    const needed = [
      ...["package.json", main, bin["mcp-client-hub"], icon].map((at) => at.replace(/^\.\//, "")),
      "package.nls.json",
      "package.nls.de.json",
      "media/l10n/bundle.l10n.de.json",
      "dist/samples/documents.js",
      "dist/samples/documentReader.js",
      ...named,
      ...linked,
    ];
    assert.deepEqual(
      needed.filter((name) => !entries.has(`extension/${name}`)),
      [],
    );
  });

  it("has no path of the machine that built it, and points to no source map", () => {
    const home = homedir();
    for (const [name, content] of entries) {
      const text = content.toString("latin1");
      assert.ok(!text.includes(repository), `${name} has the path of the repository.`);
      if (!name.startsWith("extension/dist/")) continue;
      assert.ok(home.length < 3 || !text.includes(`${home}/`), `${name} has the path of a home folder.`);
      assert.ok(!/\/\/[#@] sourceMappingURL=\w/.test(text), name);
    }
  });

  it("is small", () => {
    const unpacked = [...entries.values()].reduce((all, { length }) => all + length, 0);
    assert.ok(zip.length <= mostPacked, `${zip.length} bytes packed`);
    assert.ok(unpacked <= mostUnpacked, `${unpacked} bytes unpacked`);
  });

  it("starts with one small file, and holds every file that is loaded later", () => {
    const main = "extension/dist/extension.js";
    const required = (name: string) =>
      [...(entries.get(name)?.toString("utf8") ?? "").matchAll(/\brequire\("(\.[^"]+)"\)/g)].map(([, path = ""]) =>
        posix.join(posix.dirname(name), path),
      );
    const files = new Set([main]);
    for (const file of files) for (const path of required(file)) files.add(path);
    assert.ok(files.size > 8, `${[...files]}`);
    assert.deepEqual(
      [...files].filter((file) => !entries.has(file)),
      [],
    );
    const size = entries.get(main)?.length ?? 0;
    assert.ok(size > 0 && size <= mostAtStart, `${size} bytes`);
    const text = entries.get(main)?.toString("utf8") ?? "";
    assert.equal(text.match(/\brequire\("vscode"\)/g)?.length, 1, "Each further one copies the editor's API.");
    // The only imports of its own files are those that wait until they are needed.
    assert.equal(
      text.match(/\brequire\("\./g)?.length,
      text.match(/\.then\(\(\)=>[\w$]+\(require\("\.\/extension\//g)?.length,
    );
  });

  it("tells the marketplaces what they show, and the oldest editor that can install it", () => {
    const text = entries.get("extension.vsixmanifest")?.toString("utf8") ?? "";
    const { engines, galleryBanner, categories } = manifest();
    const property = (id: string) => RegExp(`Id="Microsoft.VisualStudio.${id}" Value="([^"]*)"`).exec(text)?.[1];
    assert.equal(property("Code.Engine"), engines.vscode);
    assert.equal(property("Services.Branding.Color"), galleryBanner.color);
    assert.match(text, /<GalleryFlags>[^<]*Preview[^<]*<\/GalleryFlags>/);
    assert.match(text, RegExp(`<Categories>${categories.join(",")}</Categories>`));
    assert.match(text, /<Icon>extension\/media\/icon\.png<\/Icon>/);
  });

  const names = () => [...entries.keys()];
  const manifest = () => JSON.parse(entries.get("extension/package.json")?.toString("utf8") ?? "{}");
});

/**
 * The files of a zip by its central directory: each entry has a signature, its method at 10, its packed size at 20, its name's length at 28,
 * the lengths of what follows the name at 30 and 32, the place of its data at 42, and its name at 46.
 */
function zipEntries(zip: Buffer): ReadonlyMap<string, Buffer> {
  const entries = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06"));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    const content = zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    entries.set(zip.toString("utf8", at + 46, at + 46 + nameLength), content);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
