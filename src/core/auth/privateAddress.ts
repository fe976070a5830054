/**
 * Which addresses no public server has (IANA special-purpose address registries; RFC 6890). An IPv6 address that carries an IPv4 address
 * is as private as that one: a translator or a tunnel leads there.
 */

type Range = readonly [network: readonly number[], bits: number];

/** IPv4 ranges of this machine, of private networks, of carriers and tests, and those that do not name a single machine. */
const privateRanges: readonly Range[] = [
  [[0], 8], // this network (RFC 791)
  [[10], 8], // private (RFC 1918)
  [[100, 64], 10], // between a carrier and its customers (RFC 6598)
  [[127], 8], // loopback (RFC 1122)
  [[169, 254], 16], // link-local, and the metadata of clouds (RFC 3927)
  [[172, 16], 12], // private
  [[192, 0, 0], 24], // assigned to protocols (RFC 6890)
  [[192, 88, 99], 24], // relays of 6to4 (RFC 7526)
  [[192, 168], 16], // private
  [[198, 18], 15], // benchmarks (RFC 2544)
  [[224], 4], // multicast (RFC 5771)
  [[240], 4], // reserved, and broadcast (RFC 1112)
];

/** IPv6 ranges of the same kind. */
const privateRanges6: readonly Range[] = [
  [[0x64, 0xff9b, 1], 48], // translation within a network (RFC 8215)
  [[0x100], 64], // discard (RFC 6666)
  [[0x2001, 0], 32], // Teredo (RFC 4380)
  [[0x2001, 2, 0], 48], // benchmarks (RFC 5180)
  [[0x2001, 0x10], 28], // identifiers (RFC 4843)
  [[0x2001, 0x20], 28], // identifiers (RFC 7343)
  [[0x5f00], 16], // segments (RFC 9602)
  [[0xfc00], 7], // unique local (RFC 4193)
  [[0xfe80], 10], // link-local (RFC 4291)
  [[0xfec0], 10], // site-local (RFC 3879)
  [[0xff00], 8], // multicast (RFC 4291)
];

/** Where an IPv6 address carries an IPv4 address: the network, and the first of the two groups. */
const carriers: readonly (readonly [network: readonly number[], bits: number, at: number])[] = [
  [[0, 0, 0, 0, 0, 0], 96, 6], // compatible (RFC 4291); `::` and `::1` too
  [[0, 0, 0, 0, 0, 0xffff], 96, 6], // mapped (RFC 4291)
  [[0, 0, 0, 0, 0xffff, 0], 96, 6], // translated (RFC 2765)
  [[0x64, 0xff9b, 0, 0, 0, 0], 96, 6], // NAT64 (RFC 6052)
  [[0x2002], 16, 1], // 6to4 (RFC 3056)
];

/** Whether an address does not belong to a public machine; `undefined` where the text is a name and not an address. */
export function isPrivateAddress(host: string): boolean | undefined {
  if (!host.includes(":")) {
    const bytes = bytesOf(host);
    return bytes && isWithin(bytes, privateRanges, 8);
  }
  const groups = groupsOf(host);
  if (!groups) return true; // nobody can say where it leads
  const carrier = carriers.find(([network, bits]) => isIn(groups, [network, bits], 16));
  if (!carrier) return isWithin(groups, privateRanges6, 16);
  const [high = 0, low = 0] = groups.slice(carrier[2], carrier[2] + 2);
  return isWithin([high >> 8, high & 255, low >> 8, low & 255], privateRanges, 8);
}

const isWithin = (parts: readonly number[], ranges: readonly Range[], size: number): boolean =>
  ranges.some((range) => isIn(parts, range, size));

/** Whether an address of parts of `size` bits is in a range. */
function isIn(parts: readonly number[], [network, bits]: Range, size: number): boolean {
  for (let at = 0; at * size < bits; at++) {
    const unused = Math.max(0, (at + 1) * size - bits);
    if ((parts[at] ?? 0) >> unused !== (network[at] ?? 0) >> unused) return false;
  }
  return true;
}

function bytesOf(text: string): readonly number[] | undefined {
  const numbers = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return numbers?.every((number) => number < 256) ? numbers : undefined;
}

/** The eight groups of an IPv6 address (RFC 4291, section 2.2), without its zone; `undefined` for anything else. */
function groupsOf(text: string): readonly number[] | undefined {
  const [address = ""] = text.split("%");
  const dotted = address.slice(address.lastIndexOf(":") + 1);
  const bytes = bytesOf(dotted);
  const [a = 0, b = 0, c = 0, d = 0] = bytes ?? [];
  const plain = bytes
    ? `${address.slice(0, -dotted.length)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
    : address;
  const halves = plain.split("::");
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}
