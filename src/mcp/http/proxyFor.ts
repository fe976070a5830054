import { isLoopback } from "./isLoopback";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for an address, by the variables that curl reads as well: `http_proxy`, `https_proxy`,
 * `all_proxy` and `no_proxy`, in either case. This machine itself is never reached through one.
 *
 * @throws {Error} in words, where the proxy is of a kind that cannot be used
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const read = (name: string) => env[name] || env[name.toUpperCase()] || undefined;
  const named = read(url.protocol === "https:" ? "https_proxy" : "http_proxy") ?? read("all_proxy");
  if (!named || isLoopback(url.hostname) || isExempt(url, read("no_proxy") ?? "")) return undefined;
  const address = named.includes("://") ? named : `http://${named}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy?.protocol === "http:" || proxy?.protocol === "https:") return proxy;
  throw new Error(`the proxy of the environment (${proxy ? proxy.protocol : "no address"}) is no HTTP proxy`);
}

/** `no_proxy`: hosts separated by commas, each with all that lies below it; a port where only that one is meant; `*` for all. */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const own = port || (protocol === "https:" ? "443" : "80");
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = "", wanted = own] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    const host = name.replace(/^\*?\./, "");
    if (host === "" || wanted !== own) return false;
    return host === "*" || hostname === host || hostname.endsWith(`.${host}`);
  });
}
