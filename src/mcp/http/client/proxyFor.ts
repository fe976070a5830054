import { isLoopbackHost } from "../../../core/auth/urlChecks";
import type { NetworkSettings } from "../../../core/config/plan/networkSettings";
import { message } from "../../../protocol/message";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to an address: the one of the settings, else the one of the environment, by the variables that curl reads as well
 * (`http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in either case). This machine itself is never reached through a proxy.
 *
 * @throws {Error} for people, where the proxy is of a kind that cannot be used
 */
export function proxyFor(url: URL, env: Environment, settings: NetworkSettings = {}): URL | undefined {
  const read = (name: string) => env[name] || env[name.toUpperCase()] || undefined;
  const ofEnvironment = () => read(url.protocol === "https:" ? "https_proxy" : "http_proxy") ?? read("all_proxy");
  const named = settings.proxy || ofEnvironment();
  if (!named || settings.noProxies || isLoopbackHost(url.hostname)) return undefined;
  const exempt = settings.noProxy?.length ? settings.noProxy : (read("no_proxy") ?? "").split(/[\s,]+/);
  if (isExempt(url, exempt)) return undefined;
  const address = named.includes("://") ? named : `http://${named}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy?.protocol === "http:" || proxy?.protocol === "https:") return proxy;
  const kind = proxy ? proxy.protocol : message("network.notAnAddress", "not an address");
  throw new Error(
    settings.proxy
      ? message("network.settingsProxy", "the proxy in the settings ({kind}) is not an HTTP proxy", { kind })
      : message("network.environmentProxy", "the proxy in the environment ({kind}) is not an HTTP proxy", { kind }),
  );
}

/** Each entry is a host with its subdomains; with a port, only that port; `*` is all hosts. */
function isExempt({ hostname, port, protocol }: URL, hosts: readonly string[]): boolean {
  const own = port || (protocol === "https:" ? "443" : "80");
  return hosts.some((entry) => {
    const [, name = "", wanted = own] = /^(.*?)(?::(\d+))?$/.exec(entry.trim().toLowerCase()) ?? [];
    const host = name.replace(/^\*?\./, "");
    if (host === "" || wanted !== own) return false;
    return host === "*" || hostname === host || hostname.endsWith(`.${host}`);
  });
}
