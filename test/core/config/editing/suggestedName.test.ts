import assert from "node:assert/strict";
import { suggestedName } from "../../../../src/core/config/editing/suggestedName";

describe("the name that is suggested for a server", () => {
  const programs: [line: string, name: string][] = [
    ["npx -y @acme/server-files@1.2.0", "files"],
    ["uvx mcp-server-git --repository /r", "git"],
    ["docker run -i ghcr.io/acme/weather-mcp-server", "weather"],
    ["uv run tools/notes.py", "notes"],
    ["node.exe C:\\srv\\index.mjs", "index"],
    ["/opt/my tool/bin.exe", "my"],
    ["'/opt/my tool/run.cmd' npx", "run"],
    ["npx", "npx"],
    ["NPX.CMD -y", "NPX"],
    ["mcp", "server"],
    ["", "server"],
    [`x${"y".repeat(60)}`, `x${"y".repeat(49)}`],
  ];
  for (const [line, name] of programs)
    it(`is ${name} for ${line.slice(0, 40)}`, () => assert.equal(suggestedName("program", line, []), name));

  const addresses: [address: string, name: string][] = [
    [" https://mcp.example.com/sse ", "example.com"],
    ["https://api.a.example", "a.example"],
    ["https://a.mcp.example", "a.mcp.example"],
    ["not an address", "server"],
  ];
  for (const [address, name] of addresses)
    it(`is ${name} at ${address}`, () => assert.equal(suggestedName("address", address, []), name));

  it("has the first free number where it is taken", () => {
    assert.equal(suggestedName("program", "files", ["files"]), "files-2");
    assert.equal(suggestedName("program", "files", ["files", "files-2", "files-4"]), "files-3");
  });
});
