import type { ServerId } from "../../protocol/hubEvent";

/** The scheme of resources as files. */
export const resourceScheme = "mcp-hub";

/** Which resource a file stands for. */
export interface ResourceAddress {
  readonly server: ServerId;
  readonly uri: string;
}

/**
 * The path of a resource as a file, `/server/address/name`: the server and the address make it unique, the name chooses the icon and
 * the language.
 */
export const resourcePath = ({ server, uri }: ResourceAddress, name: string): string =>
  `/${server}/${encodeURIComponent(uri)}/${name}`;

/** The same as the address of a file, for a link: what is not plain in a path is escaped once more. */
export const resourceAddress = (address: ResourceAddress, name: string): string =>
  `${resourceScheme}:${resourcePath(address, name).split("/").map(encodeURIComponent).join("/")}`;

/** What a path stands for; `undefined` for one that this hub did not make. */
export function resourceAt(path: string): ResourceAddress | undefined {
  const [empty, server, address, name, ...more] = path.split("/");
  if (empty !== "" || !server || !address || !name || more.length > 0) return undefined;
  try {
    return { server, uri: decodeURIComponent(address) };
  } catch {
    return undefined; // not an address that this hub wrote
  }
}
