import assert from "node:assert/strict";
import { ruleFor, rulesOf } from "../../src/core/calls/approval/policy";
import { serverName } from "../../src/core/config/schema/settings";
import { splitCommandInput } from "../../src/core/conversation/commandInput";
import { toJson } from "../../src/core/kernel/json/exactJson";
import { matchesName } from "../../src/core/kernel/untrusted/matchesName";
import { resourceAddress, resourceAt, resourcePath } from "../../src/core/presentation/resourcePath";
import { childNodes, rootNodes } from "../../src/editor/tree/treeNode";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { id } from "../support/digitServer.mjs";

const names = ["com.atlassian/atlassian-mcp-server", "Azure MCP Server", "天気", "a/tools", "7zip", "100%"];

describe("servers with any name", () => {
  let hub: HeadlessHub;

  before(async function () {
    this.timeout(60_000);
    const digits = { command: process.execPath, args: ["test/support/digitServer.mjs"] };
    hub = createHub({ servers: Object.fromEntries(["a", ...names].map((name) => [name, digits])) });
    await hub.ready();
  });

  after(() => hub.close());

  it("connect, with unique names of their tools that every model accepts", () => {
    assert.deepEqual(hub.status().problems, []);
    assert.deepEqual(
      hub.status().servers.map(({ id, state }) => [id, state.kind]),
      ["a", ...names].map((name) => [name, "ready"]),
    );
    const forModels = hub.listTools().map(({ name }) => name);
    assert.equal(new Set(forModels).size, names.length + 1);
    for (const name of forModels) assert.match(name, /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/);
  });

  it("are called by that name, with arguments as an object, as JSON text, or none", async () => {
    for (const name of names) {
      for (const args of [{ id: BigInt(id) }, `{"id":${id}}`, `"{\\"id\\":${id}}"`]) {
        const { structured } = await hub.callTool(name, "echo", args as never);
        assert.equal(toJson(structured), `{"id":${id},"args":{"id":${id}}}`);
      }
      for (const args of [null, undefined, "", "null"])
        assert.equal(toJson((await hub.callTool(name, "echo", args as never)).structured), `{"id":${id},"args":{}}`);
    }
    await assert.rejects(hub.callTool("a", "echo", "no JSON" as never), { code: "bad-arguments" });
    await assert.rejects(hub.callTool("a", "echo", [1] as never), { code: "bad-arguments" });
  });

  it("have nodes of their own in the tree, and addresses of their own for their resources", () => {
    const view = hub.status();
    const source = {
      view,
      catalog: (server: string) => hub.catalog(server),
      trusts: () => false,
      figures: () => undefined,
    };
    const ids = rootNodes(source)
      .flatMap((node) => [node, ...childNodes(node, source)])
      .map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const server of names) {
      const address = { server, uri: "file:///x/y z?a#b" };
      assert.deepEqual(resourceAt(resourcePath(address, "y.txt")), address);
      const [, path = ""] = resourceAddress(address, "y.txt").split(/^[^:]*:/);
      assert.deepEqual(resourceAt(decodeURIComponent(path)), address);
    }
  });

  it("are known to the policy and in the chat", () => {
    const policy = { "com.atlassian/atlassian-mcp-server/delete_*": "deny", "Azure MCP Server/*": "allow" } as const;
    const says = (verdict: "allow" | "deny", server: string, tool: string) =>
      ruleFor([rulesOf(policy, "user")], verdict, { server, tool, method: "tools/call" })?.id;
    const [denies, allows] = Object.keys(policy);
    assert.equal(says("deny", "com.atlassian/atlassian-mcp-server", "delete_page"), denies);
    assert.equal(says("deny", "com.atlassian/atlassian-mcp-server", "read_page"), undefined);
    assert.equal(says("allow", "Azure MCP Server", "list"), allows);
    assert.ok(matchesName("天気/*", "天気/今日"));
    const known = ["Azure MCP Server/echo", "Azure MCP Server/echo twice"];
    assert.deepEqual(splitCommandInput(' Azure MCP Server/echo {"a": 1}', known), { name: known[0], rest: '{"a": 1}' });
    assert.deepEqual(splitCommandInput("Azure MCP Server/echo twice", known), { name: known[1], rest: "" });
    assert.deepEqual(splitCommandInput('"My Server/echo" a=1'), { name: "My Server/echo", rest: "a=1" });
    assert.deepEqual(splitCommandInput("documents__echo a=1", known), { name: "documents__echo", rest: "a=1" });
  });

  for (const name of ["", " a", "a ", "a\nb", "a\u0000b", "a\u200bb", "a\u202eb", "x".repeat(201)])
    it(`cannot be called ${JSON.stringify(name.slice(0, 10))}`, () => assert.ok(!serverName.test(name)));
});
