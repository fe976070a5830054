import assert from "node:assert/strict";
import { readAppFile } from "../../../src/core/apps/reading/readAppFile";
import { removeEntry, writeEntry } from "../../../src/core/apps/writeEntry";
import { numbers, oneOf, type Random } from "./randomNumbers";
import { program, writable } from "./writtenEntries";

const pieces = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "'",
  "\n",
  "\t",
  "- ",
  "#",
  "//",
  "&a ",
  "*a",
  "!!x ",
  "|\n",
  "\0",
  "é",
  "\ud800",
];

/** The text with a few of its characters gone, doubled or changed. */
function damaged(random: Random, text: string): string {
  let all = text;
  for (let times = 1 + random(3); times > 0; times--) {
    const at = random(all.length + 1);
    all =
      all.slice(0, at) + oneOf(random, ["", oneOf(random, pieces), all.slice(at, at + 9)]) + all.slice(at + random(12));
  }
  return all;
}

describe("a damaged file of an app", () => {
  for (const { app, file } of writable)
    it(`never makes the hub fail, or write what cannot be read: ${app.name}, ${file.level}`, () => {
      const good = writeEntry(file, "", "files", program);
      assert.ok(good.kind === "written");
      for (let seed = 1; seed <= 60; seed++) {
        const text = damaged(numbers(seed), good.text);
        const shown = `seed ${seed}: ${JSON.stringify(text)}`;
        const before = readAppFile(file, text);
        const written = writeEntry(file, text, "hub", program);
        removeEntry(file, text, "files");
        if (written.kind === "refused") {
          assert.notEqual(written.reason, "", shown);
          continue;
        }
        const after = readAppFile(file, written.text);
        const names = (read: typeof before) => read.entries.map(({ name }) => name).filter((name) => name !== "hub");
        assert.deepEqual(names(after), names(before), shown);
        assert.ok(
          after.entries.some(({ name }) => name === "hub"),
          shown,
        );
      }
    });
});
