import type { ResourceContents } from "../../core/calls/toolCall";

/**
 * The bytes of a resource: those that the answer gives for its own address, else all texts of the answer one below the other, else its
 * first binary part.
 */
export function resourceBytes(uri: string, contents: readonly ResourceContents[]): Uint8Array {
  const own = contents.find((one) => one.uri === uri) ?? (contents.length === 1 ? contents[0] : undefined);
  if (own) return bytesOf(own);
  const texts = contents.flatMap(({ text }) => (text === undefined ? [] : [text]));
  if (texts.length > 0) return Buffer.from(texts.join("\n\n"));
  const [first] = contents;
  return first ? bytesOf(first) : new Uint8Array();
}

const bytesOf = ({ text, blob }: ResourceContents): Uint8Array =>
  text === undefined ? Buffer.from(blob ?? "", "base64") : Buffer.from(text);
