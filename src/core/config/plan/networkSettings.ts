/** What the person decided of the way from this machine to servers, beside what an entry says; read anew for each connection. */
export interface NetworkSettings {
  /** The address of the proxy; where it is missing, the environment names one, or none. */
  readonly proxy?: string | undefined;
  /** Hosts that are reached without it, as in `no_proxy`; where it is missing, what the environment says. */
  readonly noProxy?: readonly string[] | undefined;
  /** Whether the proxy's own certificate is checked; it is unless told. */
  readonly strictProxyTls?: boolean | undefined;
  /** No proxy at all, not even one of the environment. */
  readonly noProxies?: boolean | undefined;
  /** A file of certificates to trust beside the system's (PEM). */
  readonly caFile?: string | undefined;
}
