import type { ServerId } from "../../protocol/hubEvent";
import type { ResourceContents } from "../messages/content";

/** The scheme of the addresses of resources in the editor. */
export const resourceScheme = "mcp-hub";

/** The resource that a file stands for. */
export interface ResourceAddress {
  readonly server: ServerId;
  readonly uri: string;
}

/**
 * The path of a resource as a file, `/server/address/name`. The server and the address make it unique; the name decides the icon and the
 * language.
 */
export const resourcePath = ({ server, uri }: ResourceAddress, name: string): string =>
  `/${inPath(server)}/${encodeURIComponent(uri)}/${name}`;

/** A server's name as one part of a path, as legible as it can be. */
const inPath = (server: ServerId): string => server.replace(/[%/\\]/g, encodeURIComponent);

/** The same as an address for a link, in which the parts of the path are escaped once more. */
export const resourceAddress = (address: ResourceAddress, name: string): string =>
  `${resourceScheme}:${resourcePath(address, name).split("/").map(encodeURIComponent).join("/")}`;

/** The resource that a path stands for; `undefined` for a path that the hub did not create. */
export function resourceAt(path: string): ResourceAddress | undefined {
  const [empty, server, address, name, ...more] = path.split("/");
  if (empty !== "" || !server || !address || !name || more.length > 0) return undefined;
  try {
    return { server: decodeURIComponent(server), uri: decodeURIComponent(address) };
  } catch {
    return undefined; // not an address that the hub created
  }
}

/**
 * The bytes of a resource: the part with its own address, otherwise all texts joined together, otherwise the first binary part.
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
