/** A picture or a sound whose first bytes match its type. */
export interface Media {
  readonly kind: "image" | "audio";
  /** The type that the bytes have, which is not always the type that the server named. */
  readonly mimeType: string;
  /** base64, without white space */
  readonly data: string;
}

interface Signature {
  readonly mimeType: string;
  readonly at: number;
  /** One character per byte. */
  readonly bytes: string;
}

/** The types that are shown or played. SVG is not one of them, because it may contain scripts and addresses: it is opened as text. */
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

/** The base64 of the bytes that signatures are compared with: whole groups of four characters. */
const headCharacters = 24;

/** The largest base64 text that is checked, in characters (3 MB, which takes 10 ms). Larger ones are opened as files. */
const dataLimit = 4 * 1024 * 1024;

/**
 * Checks what a server calls a picture or a sound: its type may be shown, its first bytes match, and its data is only base64, so that it is
 * safe inside an address. `undefined` if a check fails.
 */
export function checkedMedia(mimeType: string, data: string): Media | undefined {
  const kind = /^(image|audio)\//i.exec(mimeType)?.[1]?.toLowerCase();
  if (kind !== "image" && kind !== "audio") return undefined;
  if (data.length > dataLimit) return undefined;
  // Some servers break base64 into lines.
  const plain = isBase64(data) ? data : withoutLines(data);
  if (plain === undefined) return undefined;
  const head = atob(plain.slice(0, headCharacters));
  const found = signatures.find((one) => one.mimeType.startsWith(kind) && head.startsWith(one.bytes, one.at));
  return found && { kind, mimeType: found.mimeType, data: plain };
}

/** The base64 without line breaks; `undefined` if that is not base64 either. */
function withoutLines(data: string): string | undefined {
  const plain = data.replace(/\s+/g, "");
  return isBase64(plain) ? plain : undefined;
}

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

/** The number of bytes that base64 stands for, without decoding it. */
export function base64Bytes(data: string): number {
  const padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((data.length * 3) / 4) - padding);
}
