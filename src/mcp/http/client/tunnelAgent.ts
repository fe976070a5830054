import { type AgentOptions, Agent as PlainAgent, request as plainRequest, type RequestOptions } from "node:http";
import { Agent, type AgentOptions as SecureAgentOptions, request as secureRequest } from "node:https";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect, type SecureContextOptions } from "node:tls";
import { percentDecoded } from "../../../core/kernel/percentDecoded";

const tunnelLimitMs = 30_000;

/** A proxy, and how its own certificate is checked where it is reached over https. */
export interface ProxyWay {
  readonly url: URL;
  readonly tls?: (SecureContextOptions & { readonly rejectUnauthorized?: boolean }) | undefined;
}

type Connected = (error: Error | null, socket: Duplex) => void;

/** Reaches https addresses through a proxy: by CONNECT (RFC 9110, 9.3.6), so that the proxy sees no more than the host's name. */
export class TunnelAgent extends Agent {
  constructor(
    private readonly proxy: ProxyWay,
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

/** The same for addresses without TLS: what talks for long, such as a WebSocket, a proxy lets through in no other way. */
export class PlainTunnelAgent extends PlainAgent {
  constructor(
    private readonly proxy: ProxyWay,
    options: AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: RequestOptions, callback?: Connected): undefined {
    tunnel(this.proxy, options, 80, (error, socket) => callback?.(error, socket));
  }
}

function tunnel({ url: proxy, tls }: ProxyWay, { host, port }: RequestOptions, usual: number, told: Connected): void {
  const target = `${host?.includes(":") ? `[${host}]` : host}:${port ?? usual}`;
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
  // Node hands the error over and looks for no socket beside it.
  const fail = (error: Error) => (told as (error: Error) => void)(error);
  request.once("timeout", () => request.destroy(new Error(`the proxy ${hostname} does not answer`)));
  request.once("error", fail);
  request.once("connect", ({ statusCode }, socket) => {
    socket.setTimeout(0);
    if (statusCode === 200) return told(null, socket);
    socket.destroy();
    fail(new Error(`the proxy ${hostname} refused to connect to ${target} (HTTP ${statusCode})`));
  });
  request.end();
}

/** `name:password@` of a proxy's address, as the proxy wants to hear it (RFC 7617). */
export function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = Buffer.from(`${percentDecoded(username)}:${percentDecoded(password)}`);
  return { "proxy-authorization": `Basic ${pair.toString("base64")}` };
}
