import { socketAddress } from "./socketAddress";

const forms: Readonly<Record<string, string>> = {
  "tcp:": "tcp://127.0.0.1:8080",
  "unix:": "unix:/run/server.sock",
  "pipe:": "pipe:server",
};

/** The kinds of servers that an address can mean; `undefined` for one that means none. */
export type AddressKind = "http" | "websocket" | "socket";

/** What an address means, by its scheme. */
export function addressKind(address: string): AddressKind | undefined {
  const scheme = /^\s*([a-z]+:)/i.exec(address)?.[1]?.toLowerCase() ?? "";
  if (scheme === "http:" || scheme === "https:") return "http";
  if (scheme === "ws:" || scheme === "wss:") return "websocket";
  return scheme in forms ? "socket" : undefined;
}

/** Why an address cannot be a server's, as a sentence that does not hold the address; `undefined` for a good one. */
export function urlProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return '"url" is not an address. Write one such as "https://example.com/mcp".';
  const { protocol, username, password } = new URL(address);
  const kind = addressKind(address);
  if (kind === undefined)
    return `"url" begins with "${protocol}". Write an address that begins with http://, https://, ws://, wss://, tcp://, unix: or pipe:.`;
  if (kind === "socket")
    return socketAddress(address) ? undefined : `"url" is not whole. Write one such as "${forms[protocol]}".`;
  if (username || password)
    return '"url" holds a user name or a password, which HTTP clients refuse. Send them in "headers", for example {"Authorization": "Basic ${input:credentials}"}.';
  return undefined;
}
