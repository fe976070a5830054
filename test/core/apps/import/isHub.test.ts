import assert from "node:assert/strict";
import { isHub } from "../../../../src/core/apps/import/candidates";

describe("the hub itself", () => {
  const addresses: [url: string, isOwn: boolean][] = [
    ["http://127.0.0.1:24319/mcp", true],
    ["https://localhost:24319/mcp/docs", true],
    ["HTTP://LOCALHOST:24319/mcp?a", true],
    ["http://[::1]:24319/mcp#a", true],
    ["http://127.0.0.1:24319/mcps", false],
    ["http://127.0.0.1:24319/", false],
    ["http://127.0.0.1:24318/mcp", false],
    ["http://127.0.0.2:24319/mcp", false],
    ["http://x.example/?http://127.0.0.1:24319/mcp", false],
  ];
  for (const [url, isOwn] of addresses)
    it(`${isOwn ? "is" : "is not"} ${url}`, () => assert.equal(isHub({ url }, 24319), isOwn));

  const programs: [line: string, isOwn: boolean][] = [
    ["mcp-client-hub stdio", true],
    ["npx mcp-client-hub stdio", true],
    ["node /x/mcp-client-hub.js", true],
    ["node C:\\x\\mcp-client-hub.cjs", true],
    ["C:\\x\\mcp-client-hub.cmd", true],
    ["my-mcp-client-hub", false],
    ["mcp-client-hub-2", false],
    ["mcp-client-hub.py", false],
  ];
  for (const [line, isOwn] of programs)
    it(`${isOwn ? "is" : "is not"} ${line}`, () => {
      const [command = "", ...args] = line.split(" ");
      assert.equal(isHub({ command, args }, 24319), isOwn);
      if (args.length === 0) assert.equal(isHub({ command }, 24319), isOwn);
    });
});
