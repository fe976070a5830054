import assert from "node:assert/strict";
import { readTarget } from "../../../src/gateway/http/requestTarget";

const good: [target: string, path: string, search: string][] = [
  ["/", "/", ""],
  ["/mcp", "/mcp", ""],
  ["/mcp/", "/mcp", ""],
  ["/mcp?x=1&y=/../", "/mcp", "x=1&y=/../"],
  ["/mcp/?", "/mcp", ""],
  ["/mcp/my.server/", "/mcp/my.server", ""],
  ["/mcp/com.example%2Fweather", "/mcp/com.example%2Fweather", ""],
  ["/mcp/Azure%20MCP%20Server", "/mcp/Azure%20MCP%20Server", ""],
  ["/mcp/%E6%96%87%E4%BB%B6", "/mcp/%E6%96%87%E4%BB%B6", ""],
  ["/mcp/...", "/mcp/...", ""],
  [`/${"a".repeat(4095)}`, `/${"a".repeat(4095)}`, ""],
  [`/mcp?${"a".repeat(8187)}`, "/mcp", "a".repeat(8187)],
  ["/?/", "/", "/"],
  ["/mcp/a%2Bb", "/mcp/a%2Bb", ""],
];

const bad: string[] = [
  "",
  "*",
  "mcp",
  "http://127.0.0.1/mcp",
  "//mcp",
  "/mcp//files",
  "/mcp/..",
  "/mcp/../health",
  "/mcp/./files",
  "/mcp/%2e%2e/health",
  "/mcp/%2E./health",
  "/mcp/a%2F..%2Fb",
  "/mcp/a%2F%2Fb",
  "/mcp/a%2f/b",
  "/mcp/%252e%252e/health",
  "/mcp/a%252fb",
  "/mcp\\files",
  "/mcp/a%5Cb",
  "/mcp/a%00b",
  "/mcp/a%0d%0ab",
  "/mcp/%C2%85",
  "/mcp/%zz",
  "/mcp/%",
  "/mcp/%ff",
  "/mcp/ü",
  "/mcp/a b",
  "/mcp#x",
  `/${"a".repeat(4096)}`,
  `/mcp?${"a".repeat(8188)}`,
  "?x",
  "/mcp/a%5c",
  "/mcp/%7f",
  "/mcp/%c2%9f",
  "/mcp/%255c",
  "/mcp/%2500",
  "/mcp/\u007f",
];

describe("the target of a request", () => {
  for (const [target, path, search] of good)
    it(`is taken: ${target.slice(0, 40)}`, () => assert.deepEqual(readTarget(target), { path, search }));

  for (const target of bad)
    it(`is refused: ${JSON.stringify(target.slice(0, 40))}`, () => assert.equal(readTarget(target), undefined));
});
