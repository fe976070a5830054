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
});
