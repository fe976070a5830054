/**
 * Which addresses the hub fetches or opens because metadata names them. Metadata is written by whoever runs the server, so it must not
 * lead to a program, to a place inside the person's network, or over a line that others can read (RFC 9700; RFC 8414, section 6).
 */

/** Addresses above this length are not looked at, in characters. */
const longest = 4096;

/** What means something to a shell, or to a program that is handed the address as an argument; none of it belongs into an endpoint. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not stand in an address
const shellCharacters = /[\u0000-\u0020\u007f"'`<>\\^{}|;$()]/;

/** Why an endpoint that metadata names cannot be used, as the end of a sentence; `undefined` for a good one. */
export function endpointProblem(address: string): string | undefined {
  if (address.length > longest) return "is longer than any address";
  if (shellCharacters.test(address)) return "holds characters that no address needs";
  if (!URL.canParse(address)) return "is not an address";
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return `begins with "${url.protocol}" instead of https:`;
  if (url.username || url.password) return "holds a user name or a password";
  if (url.hash) return "holds a fragment";
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) return "is not encrypted (http instead of https)";
  return undefined;
}

/**
 * Why what a server's metadata leads to must not be contacted: a public server has no reason to send anyone into a private network.
 * `resolved`: the addresses that the name stands for, where they are known.
 */
export function reachProblem(server: URL, to: URL, resolved: readonly string[] = []): string | undefined {
  if (to.protocol !== "https:" && to.protocol !== "http:") return `it begins with "${to.protocol}"`;
  if (isPrivateHost(server.hostname)) return undefined;
  if (isPrivateHost(to.hostname)) return "a public server sends to a private address";
  if (resolved.some(isPrivateHost)) return "a public server sends to a name that stands for a private address";
  return undefined;
}

/** Whether a host is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  const host = bare(hostname);
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether a host is this machine, or one that only a private network knows (RFC 1918, 3927, 4193, 4291, 6598). */
export function isPrivateHost(hostname: string): boolean {
  const host = bare(hostname);
  if (isLoopbackHost(host)) return true;
  const mapped = /^::(?:ffff:(?:0:)?)?(?:(\d+\.\d+\.\d+\.\d+)|([\da-f]{1,4}):([\da-f]{1,4}))$/.exec(host);
  if (mapped) return isPrivateHost(mapped[1] ?? dotted(mapped[2] ?? "0", mapped[3] ?? "0"));
  if (host.includes(":")) return host === "::" || /^f[cd]|^fe[89abcdef]/.test(host);
  const numbers = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host);
  if (!numbers) return !host.includes(".") || /\.(local|internal|intranet|lan|home|corp|home\.arpa)$/.test(host);
  const [first, second] = [Number(numbers[1]), Number(numbers[2])];
  return (
    first === 0 ||
    first === 10 ||
    first === 127 ||
    first >= 224 ||
    (first === 100 && second >= 64 && second < 128) ||
    (first === 169 && second === 254) ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168)
  );
}

/** An IPv4 address out of the last two groups of an IPv6 one. */
function dotted(high: string, low: string): string {
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join(".");
}

/** A host without the brackets of an IPv6 address and the dot at the end of a full name. */
const bare = (hostname: string): string => hostname.toLowerCase().replace(/^\[|\]$|\.$/g, "");
