import { isLoopbackHost } from "../../../core/auth/urlChecks";
import type { NetworkSettings } from "../../../core/config/plan/networkSettings";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to an address: the one of the settings, else the one that the environment names by the variables that curl reads as well
 * (`http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in either case). This machine itself is never reached through one.
 *
 * @throws {Error} in words, where the proxy is of a kind that cannot be used
 */
export function proxyFor(url: URL, env: Environment, settings: NetworkSettings = {}): URL | undefined {
  const read = (name: string) => env[name] || env[name.toUpperCase()] || undefined;
  const ofEnvironment = () => read(url.protocol === "https:" ? "https_proxy" : "http_proxy") ?? read("all_proxy");
  const [named, whose] = settings.proxy ? [settings.proxy, "settings"] : [ofEnvironment(), "environment"];
  if (!named || settings.noProxies || isLoopbackHost(url.hostname)) return undefined;
  const exempt = settings.noProxy?.length ? settings.noProxy : (read("no_proxy") ?? "").split(/[\s,]+/);
  if (isExempt(url, exempt)) return undefined;
  const address = named.includes("://") ? named : `http://${named}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy?.protocol === "http:" || proxy?.protocol === "https:") return proxy;
  throw new Error(`the proxy of the ${whose} (${proxy ? proxy.protocol : "no address"}) is no HTTP proxy`);
}

/** Hosts, each with all that lies below it; a port where only that one is meant; `*` for all. */
function isExempt({ hostname, port, protocol }: URL, hosts: readonly string[]): boolean {
  const own = port || (protocol === "https:" ? "443" : "80");
  return hosts.some((entry) => {
    const [, name = "", wanted = own] = /^(.*?)(?::(\d+))?$/.exec(entry.trim().toLowerCase()) ?? [];
    const host = name.replace(/^\*?\./, "");
    if (host === "" || wanted !== own) return false;
    return host === "*" || hostname === host || hostname.endsWith(`.${host}`);
  });
}
