import { percentDecoded } from "../../kernel/percentDecoded";

/** Where a server listens that speaks one JSON-RPC message a line, as Node's `net.connect` wants it. */
export type SocketAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix" | "pipe"; readonly path: string };

/**
 * `tcp://host:port`, `unix:/path/to/socket` or `pipe:name` (a named pipe of Windows). `undefined` for anything else, also for one of
 * these that is not whole.
 */
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
