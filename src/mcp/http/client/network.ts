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
import { PlainTunnelAgent, type ProxyWay, TunnelAgent } from "./tunnelAgent";

/** Whose connections are opened: certificates are a server's own. */
export type Reached = Pick<HttpPlan, "server" | "tls">;

/** What a WebSocket is opened with. */
export interface SocketWay extends SecureContextOptions {
  readonly agent?: Agent;
}

/** The way from this machine to servers, the one place that knows of proxies and certificates. */
export class Network {
  constructor(
    private readonly settings: () => NetworkSettings = () => ({}),
    private readonly env: Readonly<Record<string, string | undefined>> = process.env,
    private readonly isReplaced: () => boolean = isHttpReplaced,
  ) {}

  /**
   * What sends requests to an address. The editor's own way where it has one, which heeds its settings, asks for a proxy's password and
   * knows the system's certificates; Node's where the hub knows better: within this machine, and with certificates of its own. Throws
   * `bad-config` where a file cannot be read.
   */
  client({ server, tls }: Reached, { hostname }: URL): HttpClient {
    const files = tlsFiles(server, tls, this.settings().caFile);
    if (!files && this.isReplaced() && !isLoopbackHost(hostname)) return new FetchHttpClient();
    return new NodeHttpClient({ proxyFor: (url) => this.proxyFor(url, files), tls: files });
  }

  /** `fetch` on the same way; it follows no redirect. */
  fetch(reached: Reached): FetchLike {
    return clientFetch((url) => this.client(reached, url));
  }

  /** How a WebSocket is reached: through a proxy always by CONNECT. Throws `bad-config`, and an `Error` in words for a strange proxy. */
  socketWay({ server, tls }: Reached, url: URL): SocketWay {
    const files = tlsFiles(server, tls, this.settings().caFile);
    const proxy = this.proxyFor(new URL(url.href.replace(/^ws/, "http")), files);
    if (!proxy) return { ...files };
    return { agent: url.protocol === "wss:" ? new TunnelAgent(proxy, { ...files }) : new PlainTunnelAgent(proxy, {}) };
  }

  private proxyFor(url: URL, files: SecureContextOptions | undefined): ProxyWay | undefined {
    const settings = this.settings();
    const proxy = proxyFor(url, this.env, settings);
    const tls = {
      ...(files?.ca !== undefined && { ca: files.ca }),
      ...(settings.strictProxyTls === false && { rejectUnauthorized: false }),
    };
    return proxy && { url: proxy, tls };
  }
}
