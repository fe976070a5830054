import { type AgentOptions, Agent as PlainAgent, request as plainRequest, type RequestOptions } from "node:http";
import { Agent, type AgentOptions as SecureAgentOptions, request as secureRequest } from "node:https";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect, type SecureContextOptions } from "node:tls";
import { percentDecoded } from "../../../core/kernel/percentDecoded";
import { message } from "../../../protocol/message";

const tunnelLimitMs = 30_000;

/** A proxy, and how its own certificate is checked where it is reached over https. */
export interface ProxyRoute {
  readonly url: URL;
  readonly tls?: (SecureContextOptions & { readonly rejectUnauthorized?: boolean }) | undefined;
}

type Connected = (error: Error | null, socket: Duplex) => void;

/** Reaches https addresses through a proxy: by CONNECT (RFC 9110, 9.3.6), so that the proxy sees only the host's name. */
export class TunnelAgent extends Agent {
  constructor(
    private readonly proxy: ProxyRoute,
    options: SecureAgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: RequestOptions, callback?: Connected): undefined {
    tunnel(this.proxy, options, 443, (error, socket) => {
      callback?.(error, error ? socket : connect({ ...(options as ConnectionOptions), socket }));
    });
  }
}

/** The same for addresses without TLS: a proxy lets long-lived connections, such as a WebSocket, through in no other way. */
export class PlainTunnelAgent extends PlainAgent {
  constructor(
    private readonly proxy: ProxyRoute,
    options: AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: RequestOptions, callback?: Connected): undefined {
    tunnel(this.proxy, options, 80, (error, socket) => callback?.(error, socket));
  }
}

function tunnel(
  { url: proxy, tls }: ProxyRoute,
  { host, port }: RequestOptions,
  defaultPort: number,
  onConnected: Connected,
): void {
  const target = `${host?.includes(":") ? `[${host}]` : host}:${port ?? defaultPort}`;
  const { protocol, hostname, port: proxyPort } = proxy;
  const request = (protocol === "https:" ? secureRequest : plainRequest)({
    ...(protocol === "https:" && tls),
    host: hostname.replace(/^\[|\]$/g, ""),
    port: proxyPort || (protocol === "https:" ? 443 : 80),
    method: "CONNECT",
    path: target,
    headers: { host: target, ...proxyAuthorization(proxy) },
    agent: false,
    timeout: tunnelLimitMs,
  });
  // Node passes the error on and expects no socket with it.
  const fail = (error: Error) => (onConnected as (error: Error) => void)(error);
  request.once("timeout", () =>
    request.destroy(new Error(message("network.proxyTimeout", "the proxy {hostname} does not answer", { hostname }))),
  );
  request.once("error", fail);
  request.once("connect", ({ statusCode }, socket) => {
    socket.setTimeout(0);
    if (statusCode === 200) return onConnected(null, socket);
    socket.destroy();
    fail(
      new Error(
        message("network.proxyRefused", "the proxy {hostname} refused to connect to {target} (HTTP {status})", {
          hostname,
          target,
          status: statusCode ?? 0,
        }),
      ),
    );
  });
  request.end();
}

/** `name:password@` of a proxy's address, as a header (RFC 7617). */
export function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = Buffer.from(`${percentDecoded(username)}:${percentDecoded(password)}`);
  return { "proxy-authorization": `Basic ${pair.toString("base64")}` };
}
