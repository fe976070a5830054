import assert from "node:assert/strict";
import { type JSONRPCMessage, PROTOCOL_VERSION_META_KEY } from "@modelcontextprotocol/client";
import { bodyHeaders, headerValue, ownHeaders, requestHeaders } from "../../../src/mcp/http/requestHeaders";

const modern = { _meta: { [PROTOCOL_VERSION_META_KEY]: "2026-07-28" } };
const request = (method: string, params: Record<string, unknown> = {}): JSONRPCMessage => ({
  jsonrpc: "2.0",
  id: 1,
  method,
  params: { ...modern, ...params },
});
const said = (method: string) => ({ "mcp-protocol-version": "2026-07-28", "mcp-method": method });

describe("the headers of a request", () => {
  const named: [method: string, member: string][] = [
    ["tools/call", "name"],
    ["prompts/get", "name"],
    ["resources/read", "uri"],
    ["tasks/get", "taskId"],
    ["tasks/update", "taskId"],
    ["tasks/cancel", "taskId"],
  ];
  for (const [method, member] of named)
    it(`repeat the ${member} of ${method}`, () => {
      assert.deepEqual(bodyHeaders(request(method, { [member]: "x y" })), { ...said(method), "mcp-name": "x y" });
      assert.deepEqual(bodyHeaders(request(method, { [member]: 5 })), said(method));
    });

  it("repeat no name of other methods, and nothing of a message without its version", () => {
    assert.deepEqual(bodyHeaders(request("tools/list", { name: "x" })), said("tools/list"));
    assert.deepEqual(bodyHeaders(request("toString", { name: "x" })), said("toString"));
    const others: JSONRPCMessage[] = [
      { jsonrpc: "2.0", id: 1, method: "ping" },
      { jsonrpc: "2.0", id: 1, method: "ping", params: {} },
      { jsonrpc: "2.0", method: "notifications/x", params: modern },
      { jsonrpc: "2.0", id: 1, result: {} },
    ];
    for (const other of others) assert.deepEqual(bodyHeaders(other), {});
  });

  const values: [text: string, value: string][] = [
    ["plain", "plain"],
    ["with space\tand tab~", "with space\tand tab~"],
    ["", "=?base64??="],
    [" before", "=?base64?IGJlZm9yZQ==?="],
    ["after ", "=?base64?YWZ0ZXIg?="],
    ["ü", "=?base64?w7w=?="],
    ["a\nb", "=?base64?YQpi?="],
    ["\u007f", "=?base64?fw==?="],
    ["=?base64?x?=", "=?base64?PT9iYXNlNjQ/eD89?="],
    ["=?BASE64?x?=", "=?base64?PT9CQVNFNjQ/eD89?="],
    ["=?base64?x", "=?base64?x"],
  ];
  for (const [text, value] of values)
    it(`carry ${JSON.stringify(text)} as ${value}`, () => assert.equal(headerValue(text), value));

  it("have no own ones that the transport sets", () => {
    const set = [
      "Authorization",
      "DPoP",
      "Content-Type",
      "MCP-Protocol-Version",
      "Mcp-Method",
      "Mcp-Name",
      "Mcp-Session-Id",
    ];
    assert.deepEqual(ownHeaders(Object.fromEntries(set.map((name) => [name, "x"]))), {});
    assert.deepEqual(ownHeaders({ "X-Own": "Y" }), { "x-own": "Y" });
    assert.deepEqual(ownHeaders(undefined), {});
  });

  it("are those of the connection, of the request and of its body, the later before the earlier", () => {
    const always = { accept: "a", "x-one": "1" };
    assert.deepEqual(requestHeaders(always, { "x-one": "2" }, undefined, undefined, undefined), {
      accept: "a",
      "x-one": "2",
    });
    assert.deepEqual(requestHeaders({}, {}, "s", "v", undefined), {
      "mcp-session-id": "s",
      "mcp-protocol-version": "v",
    });
    assert.deepEqual(requestHeaders({}, {}, undefined, "v", request("tools/list")), said("tools/list"));
    assert.deepEqual(always, { accept: "a", "x-one": "1" });
  });
});
