import { request as plainRequest } from "node:http";
import { Agent, type AgentOptions, type RequestOptions, request as secureRequest } from "node:https";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect } from "node:tls";

const tunnelLimitMs = 30_000;

/** Reaches https addresses through a proxy: by CONNECT (RFC 9110, 9.3.6), so that the proxy sees no more than the host's name. */
export class TunnelAgent extends Agent {
  constructor(
    private readonly proxy: URL,
    options: AgentOptions,
  ) {
    super(options);
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    const { host, port } = options;
    const target = `${host}:${port ?? 443}`;
    const { protocol, hostname, port: proxyPort } = this.proxy;
    const request = (protocol === "https:" ? secureRequest : plainRequest)({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: proxyPort || (protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: target,
      headers: { host: target, ...proxyAuthorization(this.proxy) },
      agent: false,
      timeout: tunnelLimitMs,
    });
    // Node hands the error over and looks for no socket beside it.
    const fail = (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error);
    request.once("timeout", () => request.destroy(new Error(`the proxy ${hostname} does not answer`)));
    request.once("error", fail);
    request.once("connect", ({ statusCode }, socket) => {
      socket.setTimeout(0);
      if (statusCode === 200) return callback?.(null, connect({ ...(options as ConnectionOptions), socket }));
      socket.destroy();
      fail(new Error(`the proxy ${hostname} refused to connect to ${target} (HTTP ${statusCode})`));
    });
    request.end();
    return undefined;
  }
}

/** `name:password@` of a proxy's address, as the proxy wants to hear it (RFC 7617). */
export function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { "proxy-authorization": `Basic ${pair.toString("base64")}` };
}
