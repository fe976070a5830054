import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { refuseLargeArchive } from "../../src/samples/documents/files/archiveSize";

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  /** As it lies there: not packed. */
  readonly stored?: true;
  /** What follows the name: an extra field in the entry, one and a comment in the directory. */
  readonly extra?: number;
}

/** An archive, with bytes before and after what it is made of. */
function archiveOf(entries: readonly Entry[], { before = 0, after = 0, disk = 0 } = {}) {
  const parts: Buffer[] = [Buffer.alloc(before, 0x41)];
  const directory: Buffer[] = [];
  let at = before;
  for (const { name, content, stored, extra = 0 } of entries) {
    const packed = stored ? content : deflateRawSync(content);
    const local = Buffer.alloc(30 + name.length + extra);
    local.write("PK\x03\x04", 0, "latin1");
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(extra, 28);
    local.write(name, 30);
    const central = Buffer.alloc(46 + name.length + 2 * extra);
    central.write("PK\x01\x02", 0, "latin1");
    central.writeUInt16LE(stored ? 0 : 8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra, 30);
    central.writeUInt16LE(extra, 32);
    central.writeUInt32LE(at, 42);
    central.write(name, 46);
    parts.push(local, packed);
    directory.push(central);
    at += local.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt32LE(disk, 4);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end, Buffer.alloc(after)]);
}

const mebibyte = 1024 * 1024;
const text = { name: "word/document.xml", content: Buffer.from("hello") };
const large = (size: number) => ({ name: "large", content: Buffer.alloc(size) });
const sound = archiveOf([text]);
/** The sound archive with one number changed; `at` counts from the end of it where it is below zero. */
const changed = (at: number, value: number, size: 2 | 4 = 4) => {
  const copy = Buffer.from(sound);
  copy.writeUIntLE(value, at < 0 ? copy.length + at : at, size);
  return copy;
};
/** Where the directory of the sound archive begins. */
const directoryAt = sound.readUInt32LE(sound.length - 6);

describe("an archive, before it is unpacked", () => {
  const rows: [what: string, bytes: Buffer, refusal: RegExp | undefined][] = [
    ["a sound one", sound, undefined],
    ["one with something behind it", archiveOf([text], { after: 10 }), undefined],
    ["one with something before it", archiveOf([text], { before: 10 }), undefined],
    [
      "several entries with fields of their own",
      archiveOf([{ ...text, extra: 5 }, { ...text, extra: 9 }, text]),
      undefined,
    ],
    [
      "entries that are not packed, and empty ones",
      archiveOf([
        { ...text, stored: true },
        { name: "e", content: Buffer.alloc(0), stored: true },
      ]),
      undefined,
    ],
    ["nothing", Buffer.alloc(0), /not a Word file/],
    ["something else", Buffer.from("PK\x03\x04 nothing"), /not a Word file/],
    ["one whose end is cut", sound.subarray(0, -1), /not a Word file/],
    ["one of another disk", archiveOf([text], { disk: 1 }), /parts cannot be read/],
    ["one that begins on another disk", archiveOf([text], { disk: 0x10000 }), /parts cannot be read/],
    ["one without entries", archiveOf([]), /parts cannot be read/],
    ["a directory that is not where it should be", changed(-6, directoryAt + 1), /parts cannot be read/],
    ["a directory behind the end", changed(-6, sound.length), /parts cannot be read/],
    ["an entry behind the end", changed(directoryAt + 42, sound.length - 29), /parts cannot be read/],
    ["an entry whose name ends behind the end", changed(26, 0xffff, 2), /parts cannot be read/],
    ["an entry that is longer than the rest", changed(directoryAt + 20, sound.length), /parts cannot be read/],
    ["an entry that cannot be unpacked", changed(30 + text.name.length, 0xffffffff), /cannot be unpacked/],
    ["just as much as may be unpacked", archiveOf([large(64 * mebibyte)]), undefined],
    ["one byte more", archiveOf([large(64 * mebibyte + 1)]), /too large once it is unpacked/],
    ["just as much in several entries", archiveOf([large(40 * mebibyte), large(24 * mebibyte)]), undefined],
    [
      "more in several entries",
      archiveOf([large(40 * mebibyte), large(24 * mebibyte + 1)]),
      /too large once it is unpacked/,
    ],
    [
      "more, the first of it not packed",
      archiveOf([{ ...large(mebibyte), stored: true }, large(63 * mebibyte + 1)]),
      /too large once it is unpacked/,
    ],
    ["as many entries as may be", archiveOf(Array<Entry>(2000).fill(text)), undefined],
    ["one more", archiveOf(Array<Entry>(2001).fill(text)), /too many parts/],
  ];
  for (const [what, bytes, refusal] of rows)
    it(`${refusal ? "is refused" : "is let through"}: ${what}`, () => {
      if (refusal) assert.throws(() => refuseLargeArchive(bytes), refusal);
      else refuseLargeArchive(bytes);
    }).timeout(10_000);

  it("may be a part of a larger buffer", () => {
    const around = Buffer.concat([Buffer.alloc(100, 0x42), sound, Buffer.alloc(100, 0x42)]);
    refuseLargeArchive(around.subarray(100, 100 + sound.length));
  });
});
