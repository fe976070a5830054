import { message } from "../../protocol/message";
import { isLoopbackHost } from "../auth/urlChecks";
import { isAbsolutePath } from "../config/schema/filePath";

/** The registry of the Model Context Protocol itself. */
export const officialRegistry = "https://registry.modelcontextprotocol.io";

/** How many servers are asked for at a time. */
const pageSize = 30;

/** Where a registry is: an address, or a file of this machine. */
export type RegistryPlace =
  | { readonly kind: "address"; readonly url: string }
  | { readonly kind: "file"; readonly path: string };

/** Reads the setting; `undefined` for text that is neither an address nor a full path. */
export function registryPlace(setting: string): RegistryPlace | undefined {
  const text = setting.trim();
  if (isAbsolutePath(text) || /^~[\\/]/.test(text)) return { kind: "file", path: text };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackHost(url.hostname));
  return url && isSafe && url.username === "" && url.password === "" ? { kind: "address", url: url.href } : undefined;
}

/** What to write instead of a setting that names no registry. */
export const placeProblem = (text: string): string | undefined =>
  registryPlace(text)
    ? undefined
    : message(
        "registry.badPlace",
        "Enter an https address, such as https://registry.modelcontextprotocol.io, or the full path of a JSON file.",
      );

/** What is looked for. */
export interface RegistrySearch {
  readonly text: string;
  /** Where the page begins, as the page before said. */
  readonly cursor?: string;
}

/**
 * The addresses at which a registry may answer a search, the newest form first: a registry that does not know one answers 404. An address
 * that ends in `/servers` is taken as it is.
 */
export function searchAddresses(base: string, { text, cursor }: RegistrySearch): readonly string[] {
  const url = new URL(base);
  const path = url.pathname.replace(/\/+$/, "");
  const paths = path.endsWith("/servers")
    ? [path]
    : /\/v\d+(?:\.\d+)*$/.test(path)
      ? [`${path}/servers`]
      : [`${path}/v0.1/servers`, `${path}/v0/servers`];
  return paths.map((one) => {
    const address = new URL(url);
    address.pathname = one;
    address.hash = "";
    if (text.trim() !== "") address.searchParams.set("search", text.trim());
    address.searchParams.set("version", "latest");
    address.searchParams.set("limit", String(pageSize));
    if (cursor !== undefined) address.searchParams.set("cursor", cursor);
    return address.href;
  });
}
