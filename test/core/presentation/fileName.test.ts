import assert from "node:assert/strict";
import { fileName, resourceName } from "../../../src/core/presentation/fileName";

describe("a document's name", () => {
  const rows: [string, string][] = [
    ["../../etc/passwd", "_.._etc_passwd"],
    ["con:\u202e*", "con_"],
    ["", "result"],
    ["...", "result"],
    ["a".repeat(80), "a".repeat(80)],
    [`${"a".repeat(80)}b`, "a".repeat(80)],
  ];
  for (const [from, to] of rows) it(`${JSON.stringify(from)} → ${to}`, () => assert.equal(fileName(from), to));
});

describe("the name of a resource", () => {
  it("ends as its type says, where it has no extension", () => {
    const names = {
      json: ["application/json"],
      md: ["text/markdown"],
      html: ["text/html"],
      css: ["text/css"],
      csv: ["text/csv"],
      xml: ["application/xml", "text/xml"],
      yaml: ["application/yaml"],
      pdf: ["application/pdf"],
      gz: ["application/gzip"],
      zip: ["application/zip"],
      png: ["image/png"],
      jpg: ["image/jpeg"],
      gif: ["image/gif"],
      webp: ["image/webp"],
      svg: ["image/svg+xml"],
      wav: ["audio/wav"],
      mp3: ["audio/mpeg"],
    };
    for (const [extension, types] of Object.entries(names))
      for (const type of types) assert.equal(resourceName("db://x", type, undefined), `x.${extension}`, type);
  });
});
