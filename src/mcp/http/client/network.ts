import type { Agent } from "node:http";
import type { SecureContextOptions } from "node:tls";
import type { FetchLike } from "@modelcontextprotocol/client";
import { isLoopbackHost } from "../../../core/auth/urlChecks";
import type { HttpPlan } from "../../../core/config/plan/launchPlan";
import type { NetworkSettings } from "../../../core/config/plan/networkSettings";
import { clientFetch } from "./clientFetch";
import { FetchHttpClient, isHttpReplaced } from "./fetchHttpClient";
import type { HttpClient } from "./httpClient";
import { NodeHttpClient } from "./nodeHttpClient";
import { proxyFor } from "./proxyFor";
import { tlsFiles } from "./tlsFiles";
import { PlainTunnelAgent, type ProxyRoute, TunnelAgent } from "./tunnelAgent";

/** The server that is reached: each may have certificates of its own. */
export type HttpTarget = Pick<HttpPlan, "server" | "tls">;

/** The options that a WebSocket is opened with. */
export interface SocketOptions extends SecureContextOptions {
  readonly agent?: Agent;
}

/** How servers are reached from this machine: the only code that knows about proxies and certificates. */
export class Network {
  constructor(
    private readonly settings: () => NetworkSettings = () => ({}),
    private readonly env: Readonly<Record<string, string | undefined>> = process.env,
    private readonly isReplaced: () => boolean = isHttpReplaced,
    /** What requests say of who sends them; some services refuse those that say nothing. An entry may say something else. */
    readonly userAgent?: string,
  ) {}

  /**
   * The client for an address. It is the editor's own HTTP where there is one, which follows its settings, asks for a proxy's password and
   * knows the system's certificates; and Node's on this machine itself, and for servers with certificates of their own. Throws
   * `bad-config` where a file cannot be read.
   */
  client({ server, tls }: HttpTarget, { hostname }: URL): HttpClient {
    const files = tlsFiles(server, tls, this.settings().caFile);
    if (!files && this.isReplaced() && !isLoopbackHost(hostname)) return new FetchHttpClient(this.userAgent);
    return new NodeHttpClient({ proxyFor: (url) => this.proxyFor(url, files), tls: files, userAgent: this.userAgent });
  }

  /** `fetch` over the same clients; it follows no redirect. */
  fetch(reached: HttpTarget): FetchLike {
    return clientFetch((url) => this.client(reached, url));
  }

  /** How a WebSocket is opened: through a proxy always by CONNECT. Throws `bad-config`, and an `Error` for a proxy that cannot be used. */
  socketOptions({ server, tls }: HttpTarget, url: URL): SocketOptions {
    const files = tlsFiles(server, tls, this.settings().caFile);
    const proxy = this.proxyFor(new URL(url.href.replace(/^ws/, "http")), files);
    if (!proxy) return { ...files };
    return { agent: url.protocol === "wss:" ? new TunnelAgent(proxy, { ...files }) : new PlainTunnelAgent(proxy, {}) };
  }

  /** The proxy that leads to an address; `undefined` where none does, and where the one that is set cannot be used. */
  proxyOf(url: URL): URL | undefined {
    try {
      return proxyFor(new URL(url.href.replace(/^ws/, "http")), this.env, this.settings());
    } catch {
      return undefined; // a connection says so itself
    }
  }

  private proxyFor(url: URL, files: SecureContextOptions | undefined): ProxyRoute | undefined {
    const settings = this.settings();
    const proxy = proxyFor(url, this.env, settings);
    const tls = {
      ...(files?.ca !== undefined && { ca: files.ca }),
      ...(settings.strictProxyTls === false && { rejectUnauthorized: false }),
    };
    return proxy && { url: proxy, tls };
  }
}
