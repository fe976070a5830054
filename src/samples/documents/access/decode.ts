import { quoted, Refusal } from "../refusal";

/** How much of a file is looked at to tell text from binary, in bytes. */
const sampleBytes = 8192;

/**
 * Bytes as text: UTF-16 by its byte order mark, else UTF-8, else Windows-1252 (every byte means something there, and it
 * is what old editors wrote).
 *
 * @throws Refusal for a binary file: a null byte, a PDF's signature, or more than a tenth control characters up front.
 */
export function decode(bytes: Uint8Array, name: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (isBinary(bytes.subarray(0, sampleBytes))) {
    throw new Refusal(
      `${quoted(name)} is a binary file; only text, Markdown, HTML, PDF and Word (.docx) files are read.`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return windows1252(bytes); // not UTF-8 after all: no byte is invalid in this one
  }
}

/** What Windows-1252 has where Latin-1 has control characters, 0x80 to 0x9F. Node 20's own decoder leaves those as they are. */
const windowsSigns = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

const windows1252 = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (sign) => windowsSigns.charAt(sign.charCodeAt(0) - 0x80));

function isBinary(sample: Uint8Array): boolean {
  if (sample.includes(0) || Buffer.from(sample.subarray(0, 5)).toString("latin1") === "%PDF-") return true;
  const control = sample.filter(
    (byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27,
  );
  return control.length > sample.length / 10;
}
