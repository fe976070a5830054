import assert from "node:assert/strict";
import { isPrivateAddress } from "../../../src/core/auth/privateAddress";

/** The first and the last address of each range, and those next to them that are public. */
const ranges: [first: string, last: string, before: string | undefined, behind: string | undefined][] = [
  ["0.0.0.0", "0.255.255.255", undefined, "1.0.0.0"],
  ["10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"],
  ["100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"],
  ["127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"],
  ["169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"],
  ["172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"],
  ["192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"],
  ["192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"],
  ["192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"],
  ["198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"],
  ["224.0.0.0", "255.255.255.255", "223.255.255.255", undefined],
  ["64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "64:ff9b:0:ffff::", "64:ff9b:2::"],
  ["100::", "100::ffff:ffff:ffff:ffff", "ff:ffff:ffff:ffff::", "100:0:0:1::"],
  ["2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::", "2001:1::"],
  ["2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", "2001:1:ffff::", "2001:2:1::"],
  ["2001:10::", "2001:2f:ffff::", "2001:f:ffff::", "2001:30::"],
  ["5f00::", "5f00:ffff::", "5eff:ffff::", "5f01::"],
  ["fc00::", "fdff:ffff::", "fbff:ffff::", "fe00::"],
  ["fe80::", "feff:ffff::", "fe7f:ffff::", undefined],
  ["ff00::", "ffff:ffff::", undefined, undefined],
];

/** The forms of IPv6 that carry an IPv4 address of two groups. */
const carried: ((high: string, low: string) => string)[] = [
  (high, low) => `::${high}:${low}`,
  (high, low) => `::ffff:${high}:${low}`,
  (high, low) => `::ffff:0:${high}:${low}`,
  (high, low) => `64:ff9b::${high}:${low}`,
  (high, low) => `2002:${high}:${low}::5`,
];

describe("an address of no public machine", () => {
  for (const [first, last, before, behind] of ranges)
    it(`is one from ${first} to ${last}`, () => {
      for (const address of [first, last]) assert.equal(isPrivateAddress(address), true, address);
      for (const address of [before, behind])
        if (address !== undefined) assert.equal(isPrivateAddress(address), false, address);
    });

  for (const address of [
    "::",
    "::1",
    "::10.1.2.3",
    "::ffff:127.0.0.1",
    "::ffff:172.31.0.1",
    "::FFFF:0:192.168.0.1",
    "64:ff9b::169.254.169.254",
    "2002:a00:1::",
    "fe80::1%eth0",
    "FD00:1:2:3:4:5:6:7",
  ])
    it(`is ${address}`, () => assert.equal(isPrivateAddress(address), true));

  for (const address of [
    "8.8.8.8",
    "::8.8.8.8",
    "::ffff:8.8.4.4",
    "::ffff:172.32.0.1",
    "::ffff:0:1.2.3.4",
    "64:ff9b::1.2.3.4",
    "2002:808:808::1",
    "2606:4700::1111",
    "2606:4700:1:2:3:4:5:6",
    "2606:4700::1%eth0",
    "1:2:3:4:5:6:7::",
    "::ffff:1:8.8.8.8", // no form that carries an IPv4 address
  ])
    it(`is not ${address}`, () => assert.equal(isPrivateAddress(address), false));

  for (const form of carried)
    it(`is one that carries such an address, as ${form("A00", "1")}`, () => {
      assert.deepEqual(
        [form("9ff", "ffff"), form("a00", "0"), form("aff", "ffff"), form("b00", "0")].map(isPrivateAddress),
        [false, true, true, false],
      );
      assert.deepEqual(
        [
          form("c057", "6300"),
          form("c058", "62ff"),
          form("c058", "6300"),
          form("c058", "63ff"),
          form("c058", "6400"),
        ].map(isPrivateAddress),
        [false, false, true, true, false],
      );
    });

  for (const address of [
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "2606:4700::12345",
    "2606:4700::g",
    "2606:4700::256.1.1.1",
    "2606:4700::1.2.3",
  ])
    it(`may be ${address}: nobody can say where it leads`, () => assert.equal(isPrivateAddress(address), true));

  for (const name of [
    "localhost",
    "a.example",
    "",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "1.2.3.256",
    "1.2.3.4a",
    "0x7f.1.1.1",
  ])
    it(`is not told of ${JSON.stringify(name)}, which is a name`, () =>
      assert.equal(isPrivateAddress(name), undefined));
});
