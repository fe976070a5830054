import { inflateRawSync } from "node:zlib";

/** The most that a Word file may hold once it is unpacked. */
const mostBytes = 64 * 1024 * 1024;
const mostEntries = 2000;

/**
 * Unpacks an archive (ZIP, APPNOTE 6.3, sections 4.3.7 and 4.3.12) within its bounds before a library does so without any: what it says
 * about its own sizes need not be true.
 *
 * @throws Error where it is not an archive, or one that is too large
 */
export function refuseLargeArchive(bytes: Uint8Array): void {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0 || end + 22 > archive.length) throw new Error("it is not a Word file (.docx)");
  // Numbers in other places, or of other disks, would let a library read another directory than this one.
  if (archive.readUInt32LE(end + 4) !== 0) throw new Error("its parts cannot be read");
  let at = archive.readUInt32LE(end + 16);
  let left = mostBytes;
  let entries = 0;
  while (at + 46 <= archive.length && archive.readUInt32LE(at) === 0x02014b50) {
    if (++entries > mostEntries) throw new Error("it has too many parts");
    left -= unpackedBytes(archive, at, left);
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  if (entries === 0) throw new Error("its parts cannot be read");
}

/** How large an entry of the directory is once it is unpacked. */
function unpackedBytes(archive: Buffer, at: number, left: number): number {
  const packed = archive.readUInt32LE(at + 20);
  const start = archive.readUInt32LE(at + 42);
  if (start + 30 > archive.length) throw new Error("its parts cannot be read");
  const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
  if (packed === 0) return 0;
  if (from + packed > archive.length) throw new Error("its parts cannot be read");
  if (archive.readUInt16LE(at + 10) === 0) return packed;
  try {
    return inflateRawSync(archive.subarray(from, from + packed), { maxOutputLength: Math.max(1, left) }).length;
  } catch (error) {
    const tooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw new Error(tooLarge ? "it is too large once it is unpacked" : "its parts cannot be unpacked", {
      cause: error,
    });
  }
}
