import assert from "node:assert/strict";
import { endpointProblem, isPrivateHost, reachProblem } from "../../../src/core/auth/urlChecks";

describe("addresses that metadata names", () => {
  const endpoints: [address: string, problem: RegExp | undefined][] = [
    ["https://id.example.com/authorize?tenant=a", undefined],
    ["http://127.0.0.1:8080/authorize", undefined],
    ["http://localhost/authorize", undefined],
    ["http://[::1]:9/authorize", undefined],
    ["http://id.example.com/authorize", /not encrypted/],
    ["http://10.0.0.5/authorize", /not encrypted/],
    ["http://127.0.0.1.example.com/authorize", /not encrypted/],
    ["http://localhost.example.com/authorize", /not encrypted/],
    ["file:///etc/passwd", /begins with "file:"/],
    ["javascript:alert`1`", /characters that do not belong in an address/],
    ["javascript:alert%281%29", /begins with "javascript:"/],
    ["data:text/html,x", /begins with "data:"/],
    ["vscode://evil.extension/run", /begins with "vscode:"/],
    ["ms-settings:about", /begins with "ms-settings:"/],
    ["https://id.example.com/$(calc.exe)", /characters/],
    ["https://id.example.com/`id`", /characters/],
    ["https://id.example.com/a|b", /characters/],
    ["https://id.example.com/a;b", /characters/],
    ["https://id.example.com/a b", /characters/],
    ["https://id.example.com/a\nb", /characters/],
    ['https://id.example.com/" --flag', /characters/],
    ["https:\\\\id.example.com\\a", /characters/],
    ["\u0000https://id.example.com", /characters/],
    ["https://user:pass@id.example.com/", /user name/],
    ["https://id.example.com/#x", /fragment/],
    ["not/an/address", /not an address/],
    [`https://id.example.com/${"a".repeat(5000)}`, /too long for an address/],
  ];
  for (const [address, problem] of endpoints)
    it(`${JSON.stringify(address.slice(0, 60))} → ${problem ?? "good"}`, () => {
      const found = endpointProblem(address);
      if (problem) assert.match(found ?? "", problem);
      else assert.equal(found, undefined);
    });

  const reaches: [server: string, to: string, resolved: string[], refused: boolean][] = [
    ["https://mcp.example.com", "https://id.example.com", ["93.184.216.34"], false],
    ["https://mcp.example.com", "https://id.example.com", [], false],
    ["https://mcp.example.com", "http://127.0.0.1/meta", [], true],
    ["https://mcp.example.com", "https://169.254.169.254/latest", [], true],
    ["https://mcp.example.com", "https://id.example.com", ["10.1.2.3"], true],
    ["https://mcp.example.com", "https://id.example.com", ["93.184.216.34", "::1"], true],
    ["https://mcp.example.com", "https://intranet/", [], true],
    ["https://mcp.example.com", "ftp://id.example.com", [], true],
    ["http://127.0.0.1:1/mcp", "http://127.0.0.1:2", [], false],
    ["http://10.0.0.5/mcp", "https://10.0.0.6", [], false],
    ["http://127.0.0.1:1/mcp", "file:///etc/passwd", [], true],
  ];
  for (const [server, to, resolved, refused] of reaches)
    it(`${server} sends to ${to} ${resolved.join(" ")}: ${refused ? "refused" : "followed"}`, () =>
      assert.equal(reachProblem(new URL(server), new URL(to), resolved) !== undefined, refused));

  const hosts: [host: string, isPrivate: boolean][] = [
    ["example.com", false],
    ["93.184.216.34", false],
    ["172.15.0.1", false],
    ["172.16.0.1", true],
    ["172.31.255.255", true],
    ["172.32.0.1", false],
    ["192.168.1.1", true],
    ["192.169.1.1", false],
    ["100.64.0.1", true],
    ["100.128.0.1", false],
    ["0.0.0.0", true],
    ["224.0.0.1", true],
    ["239.255.255.250", true],
    ["240.0.0.1", true],
    ["255.255.255.255", true],
    ["223.255.255.255", false],
    ["198.17.255.255", false],
    ["198.18.0.1", true],
    ["198.19.255.255", true],
    ["198.20.0.1", false],
    ["192.0.0.8", true],
    ["192.0.1.1", false],
    ["192.88.99.1", true],
    ["[64:ff9b::7f00:1]", true],
    ["[64:ff9b::10.0.0.1]", true],
    ["[64:ff9b::169.254.169.254]", true],
    ["[64:ff9b::93.184.216.34]", false],
    ["[64:ff9b:1::5db8:d822]", true],
    ["[2002:7f00:1::]", true],
    ["[2002:a00:1::1]", true],
    ["[2002:c0a8:101::1]", true],
    ["[2002:5db8:d822::1]", false],
    ["[ff02::1]", true],
    ["[ff0e::1]", true],
    ["[2001:2::1]", true],
    ["[2001::1]", true],
    ["[2001:4860:4860::8888]", false],
    ["[::ffff:0:7f00:1]", true],
    ["[::7f00:1]", true],
    ["[fec0::1]", true],
    ["[fe80::1%eth0]", true],
    ["[100::1]", true],
    ["[1:2:3]", true],
    ["printer.local", true],
    ["build", true],
    ["localhost.", true],
    ["[::1]", true],
    ["[::]", true],
    ["[fd00::1]", true],
    ["[fe80::1]", true],
    ["[2606:4700::1]", false],
    ["[::ffff:127.0.0.1]", true],
    [new URL("http://[::ffff:10.0.0.1]/").hostname, true],
    [new URL("http://[::ffff:93.184.216.34]/").hostname, false],
    [new URL("http://2130706433/").hostname, true],
    [new URL("http://0x7f.1/").hostname, true],
  ];
  for (const [host, isPrivate] of hosts)
    it(`${host} is ${isPrivate ? "private" : "public"}`, () => assert.equal(isPrivateHost(host), isPrivate));

  const edges: readonly (readonly [outside: string, first: string, last: string, beyond: string])[] = [
    ["", "0.0.0.0", "0.255.255.255", "1.0.0.0"],
    ["9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"],
    ["100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"],
    ["126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"],
    ["169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"],
    ["172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"],
    ["191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"],
    ["192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"],
    ["192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"],
    ["198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"],
    ["223.255.255.255", "224.0.0.0", "239.255.255.255", ""],
    ["64:ff9b:0:1::", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "64:ff9b:2::"],
    ["ff:ffff::", "100::", "100::ffff:ffff:ffff:ffff", "100:0:0:1::"],
    ["2000:ffff::", "2001::", "2001:0:ffff:ffff::", "2001:1::"],
    ["2001:1:ffff::", "2001:2::", "2001:2:0:ffff::", "2001:2:1::"],
    ["2001:f:ffff::", "2001:10::", "2001:1f:ffff::", ""],
    ["", "2001:20::", "2001:2f:ffff::", "2001:30::"],
    ["5eff:ffff::", "5f00::", "5f00:ffff::", "5f01::"],
    ["fbff:ffff::", "fc00::", "fdff:ffff::", "fe00::"],
    ["fe7f:ffff::", "fe80::", "febf:ffff::", ""],
    ["", "fec0::", "feff:ffff::", ""],
    ["", "ff00::", "ffff:ffff::", ""],
    ["::fffe:7f00:1", "::ffff:7f00:1", "::ffff:7fff:ffff", "::1:0:7f00:1"],
    ["2001:ffff::", "2002:a00::", "2002:aff:ffff::1", "2003:a00::"],
    ["64:ff9b::93.184.216.34", "64:ff9b::10.0.0.0", "64:ff9b::10.255.255.255", "64:ff9b::11.0.0.0"],
  ];
  for (const [outside, first, last, beyond] of edges)
    it(`${first} to ${last} are private, and what is beside them is not`, () => {
      for (const host of [first, last]) assert.equal(isPrivateHost(host), true, host);
      for (const host of [outside, beyond]) if (host !== "") assert.equal(isPrivateHost(host), false, host);
    });

  it("what is no address is private, and what is a name goes by its end", () => {
    const odd = ["1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::256.0.0.1", ":::"];
    for (const host of odd) assert.equal(isPrivateHost(host), true, host);
    for (const host of ["1:2:3:4:5:6:7:8", "1::8", "1:2:3:4:5:6:7::", "2606::1.2.3.4"])
      assert.equal(isPrivateHost(host), false, host);
    for (const host of ["256.1.1.1", "1.2.3", "1.2.3.4.5", "a.local.example"])
      assert.equal(isPrivateHost(host), false, host);
    for (const end of ["local", "internal", "intranet", "lan", "home", "corp", "home.arpa"])
      assert.equal(isPrivateHost(`a.${end}`), true, end);
  });

  it("is at most 4,096 characters long", () => {
    const ofLength = (length: number) => endpointProblem("https://a.example/".padEnd(length, "x"));
    assert.deepEqual([ofLength(4096), ofLength(4097)], [undefined, "is too long for an address"]);
  });
});
