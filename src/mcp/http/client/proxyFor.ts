import { BlockList, isIP } from "node:net";
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

/**
 * Each entry is a host with its subdomains, an address (IPv6 with or without brackets), or a range of addresses (`10.0.0.0/8`); with a
 * port, only that port; `*` is all hosts.
 */
function isExempt({ hostname, port, protocol }: URL, entries: readonly string[]): boolean {
  const own = port || (protocol === "https:" ? "443" : "80");
  const address = withoutBrackets(hostname);
  return entries.some((entry) => {
    const { name, port: wanted = own } = parsed(entry.trim().toLowerCase());
    if (name === "" || wanted !== own) return false;
    if (name === "*") return true;
    if (isIP(address) > 0) return isWithin(address, name);
    const host = name.replace(/^\*?\./, "");
    return host !== "" && (hostname === host || hostname.endsWith(`.${host}`));
  });
}

/** The host or the range of an entry, and its port. */
function parsed(entry: string): { readonly name: string; readonly port?: string | undefined } {
  const [, inBrackets, itsPort] = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry) ?? [];
  if (inBrackets !== undefined) return { name: inBrackets, port: itsPort };
  if (entry.replace(/[^:]/g, "").length > 1) return { name: entry }; // IPv6
  const [, name = "", port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return { name, port };
}

/** Whether an address is the named one, or within the named range. */
function isWithin(address: string, name: string): boolean {
  const [start = "", bits] = name.replace(/[[\]]/g, "").split("/");
  const version = isIP(start);
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined || bits === "" ? most : Number(bits);
  if (version === 0 || !Number.isInteger(length) || length < 0 || length > most) return false;
  const range = new BlockList();
  range.addSubnet(start, length, version === 4 ? "ipv4" : "ipv6");
  return range.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
}

const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, "");
