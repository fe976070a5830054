import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as plainRequest,
  type RequestOptions,
} from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import type { SecureContextOptions } from "node:tls";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { readInTurns } from "../../wire/readInTurns";
import type { Exchange, HttpClient, HttpRequest, HttpResponse } from "./httpClient";
import { type ProxyRoute, proxyAuthorization, TunnelAgent } from "./tunnelAgent";

const agentOptions = {
  keepAlive: true,
  // A server may close an idle connection just as the next request leaves; none is idle for as long as servers usually allow.
  timeout: 4000,
  maxSockets: 256,
  maxFreeSockets: 32,
  scheduling: "lifo",
} as const;

const maxHeaderSize = 64 * 1024;

/** Everything about an address that stays the same from request to request. */
interface Route {
  readonly send: typeof plainRequest;
  readonly options: RequestOptions;
  /** No proxy is in between, which would resolve the name itself. */
  readonly isDirect: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** How servers are reached: directly unless configured, with the certificates that Node knows. */
export interface NodeHttpOptions {
  /** The proxy to an address; throws an `Error` for a proxy that cannot be used. */
  readonly proxyFor?: (url: URL) => ProxyRoute | undefined;
  /** Certificates for servers over https. */
  readonly tls?: SecureContextOptions | undefined;
  /** What requests say of who sends them, unless they have a `user-agent` of their own. */
  readonly userAgent?: string | undefined;
}

/** Requests on Node's own HTTP. */
export class NodeHttpClient implements HttpClient {
  private readonly agents: Agent[] = [];
  private readonly routes = new Map<string, Route>();

  private readonly headers: Readonly<Record<string, string>>;

  constructor(private readonly httpOptions: NodeHttpOptions = {}) {
    const { userAgent } = httpOptions;
    this.headers = { "accept-encoding": "gzip, deflate, br", ...(userAgent && { "user-agent": userAgent }) };
  }

  start({ method, url, headers, body, addresses }: HttpRequest): Exchange {
    let request: ClientRequest | undefined;
    let fail: (error: Error) => void = () => {};
    const response = new Promise<HttpResponse>((resolve, reject) => {
      fail = reject;
      const route = this.routeTo(url);
      request = route.send({
        ...route.options,
        ...(addresses && route.isDirect && { lookup: lookupAmong(addresses) }),
        method,
        headers: { ...this.headers, ...route.headers, ...headers },
      });
      request.on("response", (incoming) => resolve(new NodeResponse(incoming)));
      request.on("error", reject);
      request.end(body);
    });
    const abort = () => {
      request?.destroy();
      fail(new Error("the request was aborted")); // one that still waits for a connection would not say so itself
    };
    return { response, abort };
  }

  dispose(): void {
    for (const agent of this.agents.splice(0)) agent.destroy();
    this.routes.clear();
  }

  private routeTo(url: URL): Route {
    const known = this.routes.get(url.href);
    if (known) return known;
    const route = this.newRoute(url);
    if (this.routes.size < 20) this.routes.set(url.href, route); // redirects: a server that invents addresses must not fill the memory
    return route;
  }

  private newRoute(url: URL): Route {
    const secure = url.protocol === "https:";
    const proxy = this.httpOptions.proxyFor?.(url);
    const path = `${url.pathname}${url.search}`;
    const host = hostOf(url);
    const port = Number(url.port || (secure ? 443 : 80));
    const send = secure ? secureRequest : plainRequest;
    const agent = this.keep(this.agentFor(secure, proxy));
    const direct = { host, port, path, agent, maxHeaderSize };
    if (!proxy || secure) return { send, options: direct, isDirect: !proxy, headers: {} };
    const isSecureProxy = proxy.url.protocol === "https:";
    return {
      send: isSecureProxy ? secureRequest : plainRequest,
      options: {
        ...direct,
        host: hostOf(proxy.url),
        port: Number(proxy.url.port || (isSecureProxy ? 443 : 80)),
        path: url.origin + path,
      },
      isDirect: false,
      headers: { host: url.host, ...proxyAuthorization(proxy.url) },
    };
  }

  private agentFor(secure: boolean, proxy: ProxyRoute | undefined): Agent {
    const { tls } = this.httpOptions;
    if (secure && proxy) return new TunnelAgent(proxy, { ...agentOptions, ...tls });
    if (secure) return new SecureAgent({ ...agentOptions, ...tls });
    return proxy?.url.protocol === "https:"
      ? new SecureAgent({ ...agentOptions, ...proxy.tls })
      : new Agent(agentOptions);
  }

  private keep(agent: Agent): Agent {
    this.agents.push(agent);
    return agent;
  }
}

/** Resolves any name to these addresses. */
const lookupAmong =
  (addresses: readonly string[]): LookupFunction =>
  (_, { all }, done) => {
    const known = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = known;
    if (all) done(null, known);
    else if (first) done(null, first.address, first.family);
    else done(new Error("no address"), "", 0);
  };

/** Without the brackets of an IPv6 address. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "");

class NodeResponse implements HttpResponse {
  constructor(private readonly incoming: IncomingMessage) {}

  get status(): number {
    return this.incoming.statusCode ?? 0;
  }

  get statusText(): string {
    return this.incoming.statusMessage ?? "";
  }

  header(name: string): string | undefined {
    const value = this.incoming.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  *headers(): Iterable<[string, string]> {
    for (const [name, values = []] of Object.entries(this.incoming.headersDistinct))
      for (const value of values) yield [name, value];
  }

  read(onChunk: Parameters<HttpResponse["read"]>[0]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.incoming.destroyed) return reject(new Error("the connection was closed"));
      const body = decompressed(this.incoming, this.header("content-encoding"), reject);
      readInTurns(body, onChunk);
      body.once("end", resolve);
      body.once("error", reject);
      this.incoming.once("close", () => {
        if (!this.incoming.complete) reject(new Error("the connection was closed"));
      });
    });
  }
}

/** Decompressed bytes are passed on at once: an event must not wait for the next one to fill a block. */
const flushAtOnce = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const flushBrotliAtOnce = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

const decoders: Readonly<Record<string, () => Readable & NodeJS.WritableStream>> = {
  gzip: () => createGunzip(flushAtOnce),
  "x-gzip": () => createGunzip(flushAtOnce),
  deflate: () => createInflate(flushAtOnce),
  br: () => createBrotliDecompress(flushBrotliAtOnce),
};

/** A body without its content coding (RFC 9110, 8.4); an unknown coding is left as it is. `onError` takes the failure of the body. */
function decompressed(body: Readable, coding: string | undefined, onError: (error: Error) => void): Readable {
  const decoder = coding === undefined ? undefined : decoders[coding.toLowerCase()]?.();
  if (!decoder) return body;
  body.once("error", onError);
  return body.pipe(decoder);
}
