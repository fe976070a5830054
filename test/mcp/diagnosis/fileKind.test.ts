import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileKind } from "../../../src/mcp/diagnosis/fileKind";

/** The beginning of a Mach-O file for several processors. */
function universal(...kinds: number[]): Buffer {
  const head = Buffer.alloc(8 + kinds.length * 20);
  head.writeUInt32BE(0xcafebabe, 0);
  head.writeUInt32BE(kinds.length, 4);
  for (const [at, kind] of kinds.entries()) head.writeUInt32BE(kind, 8 + at * 20);
  return head;
}

/** The beginning of an executable of Windows. */
function windows(machine: number): Buffer {
  const head = Buffer.alloc(256);
  head.write("MZ", "latin1");
  head.writeUInt32LE(128, 60);
  head.write("PE\0\0", 128, "latin1");
  head.writeUInt16LE(machine, 132);
  return head;
}

describe("what a file is", () => {
  it("is a program of this machine, for its own", () => {
    const kind = fileKind(readFileSync(process.execPath).subarray(0, 4096));
    assert.deepEqual(kind, { kind: "binary", system: process.platform, processors: [process.arch] });
  });

  it("is a program for macOS, for one processor or several", () => {
    const arm = Buffer.from([0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1]);
    assert.deepEqual(fileKind(arm), { kind: "binary", system: "darwin", processors: ["arm64"] });
    assert.deepEqual(fileKind(universal(0x01000007, 0x0100000c)), {
      kind: "binary",
      system: "darwin",
      processors: ["x64", "arm64"],
    });
  });

  it("is no program for macOS where a Java class begins alike", () => {
    const java = Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65, 0, 1]);
    assert.deepEqual(fileKind(java), { kind: "other" });
  });

  it("is a program for Windows", () =>
    assert.deepEqual(fileKind(windows(0xaa64)), { kind: "binary", system: "win32", processors: ["arm64"] }));

  const scripts: readonly [head: string, interpreter: string | undefined][] = [
    ["#!/usr/bin/env node\nx", "node"],
    ["#!/usr/bin/env -S node --enable-source-maps\n", "node"],
    ["#!/usr/bin/python3\n", "/usr/bin/python3"],
    ["import x\n", undefined],
    ["", undefined],
  ];
  for (const [head, interpreter] of scripts)
    it(`is a script: ${JSON.stringify(head)}`, () =>
      assert.deepEqual(
        fileKind(Buffer.from(head)),
        interpreter === undefined ? { kind: "text" } : { kind: "text", interpreter },
      ));

  it("is something else where it is cut off, or holds zeros", () => {
    for (const head of [windows(0x8664).subarray(0, 100), Buffer.from([1, 0, 2]), universal(7).subarray(0, 6)])
      assert.deepEqual(fileKind(head), { kind: "other" });
  });
});
