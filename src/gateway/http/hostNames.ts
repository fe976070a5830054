/** What a client may call this machine; the address is the first. */
const loopbackNames = ["127.0.0.1", "localhost", "[::1]"] as const;

/** Whether a listener on this host is reached by programs of this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === "127.0.0.1" || host === "localhost" || host === "::1" || host === "[::1]";

/** Whether a host stands for all addresses of the machine, and so names none. */
export const isWildcard = (host: string): boolean => host === "0.0.0.0" || host === "::" || host === "[::]";

/** A name with a port. An IPv6 address that is not in brackets may end in a colon and digits too. */
const withPort = /^(?:\[[^\]]*\]|[^:]*):\d+$/;

/** A host as it stands in an address: IPv6 in brackets. */
export const inAddress = (host: string): string => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);

/**
 * The values of `Host` that belong to a listener, in lower case. Any other one is a page elsewhere that has its own name point to this
 * machine (DNS rebinding).
 */
export function allowedHosts({
  host,
  names = isLoopback(host) ? [] : [host],
  port,
  isTls,
}: {
  readonly host: string;
  readonly names?: readonly string[] | undefined;
  readonly port: number;
  readonly isTls: boolean;
}): ReadonlySet<string> {
  const isUsual = port === (isTls ? 443 : 80);
  const ours = isLoopback(host) ? loopbackNames.flatMap((name) => [`${name}:${port}`, ...(isUsual ? [name] : [])]) : [];
  // A proxy in front has a port of its own, and may leave it out.
  const others = names.flatMap((name) =>
    withPort.test(name) ? [name] : [inAddress(name), `${inAddress(name)}:${port}`],
  );
  return new Set([...ours, ...others.map((name) => name.toLowerCase())]);
}
