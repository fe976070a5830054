import { message } from "../../../protocol/message";
import { socketAddress } from "./socketAddress";

const examples: Readonly<Record<string, string>> = {
  "tcp:": "tcp://127.0.0.1:8080",
  "unix:": "unix:/run/server.sock",
  "pipe:": "pipe:server",
};

/** How the server at an address is reached. */
export type AddressKind = "http" | "websocket" | "socket";

/** The kind of an address, by its scheme; `undefined` for an unknown scheme. */
export function addressKind(address: string): AddressKind | undefined {
  const scheme = /^\s*([a-z]+:)/i.exec(address)?.[1]?.toLowerCase() ?? "";
  if (scheme === "http:" || scheme === "https:") return "http";
  if (scheme === "ws:" || scheme === "wss:") return "websocket";
  return scheme in examples ? "socket" : undefined;
}

/** Why an address cannot be a server's address, as a sentence without the address; `undefined` for a valid one. */
export function urlProblem(address: string): string | undefined {
  if (!URL.canParse(address))
    return message("config.urlInvalid", '"url" is not an address. Write one such as "https://example.com/mcp".');
  const { protocol, username, password } = new URL(address);
  const kind = addressKind(address);
  if (kind === undefined)
    return message(
      "config.urlScheme",
      '"url" begins with "{scheme}". Write an address that begins with http://, https://, ws://, wss://, tcp://, unix: or pipe:.',
      { scheme: protocol },
    );
  if (kind === "socket")
    return socketAddress(address)
      ? undefined
      : message("config.urlIncomplete", '"url" is incomplete. Write one such as "{example}".', {
          example: examples[protocol] ?? "",
        });
  if (username || password)
    return message(
      "config.urlCredentials",
      '"url" contains a user name or a password, which HTTP clients refuse. Send them in "headers", for example {example}.',
      { example: '{"Authorization": "Basic ${input:credentials}"}' },
    );
  return undefined;
}
