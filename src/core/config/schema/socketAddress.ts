import { percentDecoded } from "../../kernel/percentDecoded";

/** The address of a server that exchanges one JSON-RPC message per line, in the form of Node's `net.connect`. */
export type SocketAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix" | "pipe"; readonly path: string };

/** Parses `tcp://host:port`, `unix:/path/to/socket` or `pipe:name` (a Windows named pipe). `undefined` for anything else or incomplete. */
export function socketAddress(address: string): SocketAddress | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, port, pathname, host } = new URL(address);
  const path = percentDecoded(pathname);
  switch (protocol) {
    case "tcp:":
      return hostname === "" || port === ""
        ? undefined
        : { kind: "tcp", host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
    case "unix:":
      return host === "" && path.startsWith("/") && path.length > 1 ? { kind: "unix", path } : undefined;
    case "pipe:": {
      // pipe:name, pipe:\\.\pipe\name and pipe://./pipe/name mean the same.
      const name = `${host}${path}`.replaceAll("\\", "/").replace(/^\/*(\.\/pipe\/)?/, "");
      return name === "" ? undefined : { kind: "pipe", path: `\\\\.\\pipe\\${name.replaceAll("/", "\\")}` };
    }
    default:
      return undefined;
  }
}
