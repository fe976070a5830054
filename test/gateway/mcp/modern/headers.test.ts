import assert from "node:assert/strict";
import { checkHeaders, checkParamHeaders } from "../../../../src/gateway/mcp/modern/headers";

const base64 = (text: string) => `=?base64?${Buffer.from(text).toString("base64")}?=`;
const head = { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "read" };
const check = (
  more: Record<string, string | string[] | undefined>,
  params: Record<string, unknown> = { name: "read" },
  method = "tools/call",
) => checkHeaders({ ...head, "mcp-method": method, ...more }, { method, params }, "2026-07-28");
const mismatch = (header: string) => ({ code: -32020, status: 400, data: { header } });

describe("the headers that repeat a request", () => {
  it("may say it in plain text or in base64", () => {
    check({});
    check({ "mcp-name": base64("read") });
    check({ "mcp-name": base64("größe") }, { name: "größe" });
    check({ "mcp-name": "demo://a" }, { uri: "demo://a" }, "resources/read");
    check({ "mcp-name": "ask" }, { name: "ask" }, "prompts/get");
  });

  it("name what has a name only", () => {
    check({ "mcp-name": undefined }, {}, "tools/list");
    check({ "mcp-name": "other" }, { name: "read" }, "tools/list");
    check({ "mcp-name": "other" }, { name: 5 });
    check({ "mcp-name": "other" }, { name: "read" }, "toString");
  });

  const wrong: [header: string, value: string | string[] | undefined][] = [
    ["mcp-protocol-version", undefined],
    ["mcp-protocol-version", "2025-11-25"],
    ["mcp-method", undefined],
    ["mcp-method", "tools/list"],
    ["mcp-name", undefined],
    ["mcp-name", "write"],
    ["mcp-name", ["read"]],
    ["mcp-name", base64("write")],
    ["mcp-name", "=?base64?cmVhZ?="],
    ["mcp-name", "=?base64?cmV*ZA==?="],
    ["mcp-name", "=?base64?c===?="],
  ];
  for (const [header, value] of wrong)
    it(`are refused: ${header} is ${value}`, () => assert.throws(() => check({ [header]: value }), mismatch(header)));
});

describe("the headers that repeat an argument", () => {
  const schema = {
    properties: {
      Region: { type: "string", "x-mcp-header": "Region" },
      count: { type: "integer", "x-mcp-header": "Count" },
      plain: { type: "string" },
      odd: true,
      nothing: null,
      inner: { type: "object", properties: { deep: { type: "string", "x-mcp-header": "Deep" } } },
    },
  };
  const checkArgs = (headers: Record<string, string>, args: Record<string, unknown>) =>
    checkParamHeaders(headers, schema, args);

  it("say the same, numbers in any form, at any depth", () => {
    checkArgs({}, {});
    checkArgs({ "mcp-param-region": "eu" }, { Region: "eu", plain: "x", odd: 1 });
    checkArgs({ "mcp-param-region": base64("eu") }, { Region: "eu" });
    checkArgs({ "mcp-param-count": "5.0" }, { count: 5 });
    checkArgs({ "mcp-param-region": "true" }, { Region: true });
    checkArgs({ "mcp-param-deep": "x" }, { inner: { deep: "x" } });
    checkArgs({}, { Region: null, inner: null });
    checkParamHeaders({}, { properties: 5 }, { a: 1 });
  });

  const wrong: [header: string, headers: Record<string, string>, args: Record<string, unknown>][] = [
    ["Mcp-Param-Region", {}, { Region: "eu" }],
    ["Mcp-Param-Region", { "mcp-param-region": "us" }, { Region: "eu" }],
    ["Mcp-Param-Region", { "mcp-param-region": "eu" }, {}],
    ["Mcp-Param-Region", { "mcp-param-region": "null" }, { Region: null }],
    ["Mcp-Param-Count", { "mcp-param-count": "6" }, { count: 5 }],
    ["Mcp-Param-Count", {}, { count: 0 }],
    ["Mcp-Param-Deep", {}, { inner: { deep: "x" } }],
    ["Mcp-Param-Deep", { "mcp-param-deep": "x" }, { inner: {} }],
    ["Mcp-Param-Deep", { "mcp-param-deep": "x" }, {}],
  ];
  for (const [header, headers, args] of wrong)
    it(`are refused: ${JSON.stringify(headers)} for ${JSON.stringify(args)}`, () =>
      assert.throws(() => checkArgs(headers, args), mismatch(header)));
});
