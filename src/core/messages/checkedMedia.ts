/** A picture or a sound whose bytes begin as those of its kind do. */
export interface Media {
  readonly kind: "image" | "audio";
  /** What the bytes say, which is not always what the server said. */
  readonly mimeType: string;
  /** base64, without white space */
  readonly data: string;
}

interface Signature {
  readonly mimeType: string;
  readonly at: number;
  /** One character a byte. */
  readonly bytes: string;
}

/** All that is shown as a picture or played as a sound. SVG is a document that may hold scripts and addresses: it is opened as text. */
const signatures: readonly Signature[] = [
  { mimeType: "image/png", at: 0, bytes: "\u0089PNG\r\n\u001a\n" },
  { mimeType: "image/jpeg", at: 0, bytes: "\u00ff\u00d8\u00ff" },
  { mimeType: "image/gif", at: 0, bytes: "GIF8" },
  { mimeType: "image/webp", at: 8, bytes: "WEBP" },
  { mimeType: "image/bmp", at: 0, bytes: "BM" },
  { mimeType: "audio/wav", at: 8, bytes: "WAVE" },
  { mimeType: "audio/mpeg", at: 0, bytes: "ID3" },
  { mimeType: "audio/mpeg", at: 0, bytes: "\u00ff\u00fb" },
  { mimeType: "audio/mpeg", at: 0, bytes: "\u00ff\u00f3" },
  { mimeType: "audio/ogg", at: 0, bytes: "OggS" },
  { mimeType: "audio/flac", at: 0, bytes: "fLaC" },
  { mimeType: "audio/mp4", at: 4, bytes: "ftyp" },
];

/** base64 of the bytes that a signature may reach into: whole groups of four characters. */
const headCharacters = 24;

/** Characters of base64, 3 MB of bytes, which are looked through in 10 ms; what is larger is opened as a file. */
const dataLimit = 4 * 1024 * 1024;

/**
 * What a server calls a picture or a sound, checked: its type is one that may be shown, its bytes begin as that kind does, and its data
 * is base64 and nothing else, so that it can stand in an address. `undefined` where it is not so.
 */
export function checkedMedia(mimeType: string, data: string): Media | undefined {
  const kind = /^(image|audio)\//i.exec(mimeType)?.[1]?.toLowerCase();
  if (kind !== "image" && kind !== "audio") return undefined;
  if (data.length > dataLimit) return undefined;
  // Some servers break it into lines.
  const plain = isBase64(data) ? data : withoutLines(data);
  if (plain === undefined) return undefined;
  const head = atob(plain.slice(0, headCharacters));
  const found = signatures.find((one) => one.mimeType.startsWith(kind) && head.startsWith(one.bytes, one.at));
  return found && { kind, mimeType: found.mimeType, data: plain };
}

/** The same in one line; `undefined` where that is no base64 either. */
function withoutLines(data: string): string | undefined {
  const plain = data.replace(/\s+/g, "");
  return isBase64(plain) ? plain : undefined;
}

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

/** The bytes that base64 stands for, counted without decoding it. */
export function base64Bytes(data: string): number {
  const padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((data.length * 3) / 4) - padding);
}
