/** How servers are reached over the network, unless their entry says otherwise. Read again for each connection. */
export interface NetworkSettings {
  /** The address of the proxy. If it is missing, the environment decides. */
  readonly proxy?: string | undefined;
  /** Hosts that are reached without the proxy, as in `no_proxy`. If it is missing, the environment decides. */
  readonly noProxy?: readonly string[] | undefined;
  /** Whether the certificate of the proxy is verified; true by default. */
  readonly strictProxyTls?: boolean | undefined;
  /** Whether proxies are never used, not even one from the environment. */
  readonly noProxies?: boolean | undefined;
  /** A file of certificates to trust in addition to the system's (PEM). */
  readonly caFile?: string | undefined;
}
