import assert from "node:assert/strict";
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { modernPost, openSession } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer, Written } from "../../support/scriptedServer";

/** The members of a result as JSON that no parser has seen. */
const odd =
  '"content":[{"type":"text","text":"é\\u0000😀","annotations":{"audience":["user"],"priority":0.5},"_meta":{"b":1},"own":[1]}],' +
  '"structuredContent":{"id":9007199254740993,"less":-12345678901234567890,"small":0.1,"nested":{"own":null}},' +
  '"isError":false,"_meta":{"trace":"x","n":18446744073709551615},"future":{"a":[{}],"id":9007199254740993}';

const long = JSON.stringify({ rows: Array.from({ length: 50_000 }, (_, at) => ({ at, text: "x".repeat(80) })) });

const definition = {
  name: "full",
  title: "Full",
  description: "d",
  inputSchema: {
    type: "object",
    properties: { region: { type: "string", "x-mcp-header": "Region" } },
    additionalProperties: false,
  },
  outputSchema: { type: "object", properties: {}, "x-own": 1 },
  annotations: { readOnlyHint: true, future: "x" },
  icons: [{ src: "data:image/png;base64,AA==", sizes: ["1x1"] }],
  _meta: { "ui/resourceUri": "ui://a", n: 1 },
  future: { of: ["anything"] },
};

/** A definition as JSON that no parser has seen: 64-bit bounds. */
const wide =
  '{"name":"wide","inputSchema":{"type":"object","properties":{"n":{"type":"integer","maximum":9223372036854775807}}},"own":9007199254740993}';

describe("what passes through the MCP endpoint", () => {
  let server: ScriptedServer;
  let broken: ScriptedServer;
  let gateway: Gateway;
  withoutLoginShell();

  before(async () => {
    const schema = { type: "object" };
    server = await startScriptedServer(
      {
        "tools/list": () => {
          const others = ["odd", "long", "length", "bare", "both", "list", "fails", "strange"];
          const tools = [definition, ...others.map((name) => ({ name, inputSchema: schema }))];
          return new Written(`{"tools":${JSON.stringify(tools).slice(0, -1)},${wide}]}`);
        },
        "resources/list": () => ({ resources: [{ uri: "a://b", name: "b", size: 1, future: 1, _meta: { a: 1 } }] }),
        "resources/read": ({ uri }) => {
          if (uri !== "a://b") throw { code: -32002, message: "Nothing there", data: { uri } };
          return new Written(
            '{"contents":[{"uri":"a://b","text":"x","_meta":{"n":9007199254740993},"own":1}],"future":9007199254740993}',
          );
        },
        "prompts/list": () => ({
          prompts: [{ name: "p", title: "P", arguments: [{ name: "x", required: true, own: 1 }], own: 1 }],
        }),
        "prompts/get": () =>
          new Written(
            '{"description":"d","messages":[{"role":"user","content":{"type":"text","text":"x","own":1},"own":-9007199254740993}],"own":1}',
          ),
        "completion/complete": () =>
          new Written('{"completion":{"values":["a"],"total":7,"hasMore":true,"own":1},"own":9007199254740993}'),
      },
      {
        odd: () => new Written(`{${odd}}`),
        long: () => new Written(`{"content":[],"structuredContent":${long}}`),
        length: ({ text }) => ({ content: [{ type: "text", text: String(String(text).length) }] }),
        bare: () => ({ content: [], structuredContent: { a: 1 } }),
        both: () => ({ content: [{ type: "text", text: "mine" }], structuredContent: { a: 1 } }),
        list: () => ({ content: [], structuredContent: [1, 2] }),
        fails: () => Promise.reject({ code: -32050, message: "out of cheese", data: { left: 0, list: [1] } }),
        strange: () => ({
          content: [{ type: "hologram" }, { type: "text" }, { type: "text", text: "fine" }],
          isError: "no",
        }),
      },
    );
    broken = await startScriptedServer({
      "tools/list": () => ({ tools: [{ name: "bad", inputSchema: 7, annotations: 8, icons: "x" }, 9, { name: 5 }] }),
      "resources/list": () => ({ resources: [{ uri: 7 }, { uri: "x://y", name: 7, size: "big" }] }),
      "prompts/list": () => ({ prompts: "none" }),
    });
    gateway = await aGateway({ one: server.url, broken: broken.url });
  });
  after(async () => {
    await gateway.close();
    await Promise.all([server.stop(), broken.stop()]);
  });

  const texts = async (name: string, args = {}) => {
    const legacy = await openSession(gateway.url);
    return [
      await (await legacy.call(`one__${name}`, args)).text(),
      await (await modernPost(gateway.url, "tools/call", { name: `one__${name}`, arguments: args })).text(),
    ];
  };

  it("is a result with every member as it was sent, to the last digit", async () => {
    for (const text of await texts("odd"))
      for (const member of membersOf(odd)) assert.ok(text.includes(member), `${member}\n${text}`);
  });

  it("is a result of 5 MB as it was sent", async () => {
    for (const text of await texts("long")) assert.ok(text.includes(`"structuredContent":${long}`));
  });

  it("is an argument of 5 MB", async () => {
    const legacy = await openSession(gateway.url);
    const { result } = await (await legacy.call("one__length", { text: "x".repeat(5_000_000) })).last();
    assert.deepEqual(result?.content, [{ type: "text", text: "5000000" }]);
  });

  it("gets a text only where there is none, and structured content is there", async () => {
    const contents = async (name: string) => (await texts(name)).map((text) => JSON.parse(text).result.content);
    const bare = [{ type: "text", text: '{"a":1}' }];
    assert.deepEqual(await contents("bare"), [bare, bare]);
    const mine = [{ type: "text", text: "mine" }];
    assert.deepEqual(await contents("both"), [mine, mine]);
  });

  it("is structured content that is no object, for clients that know such", async () => {
    const [legacy, modern] = (await texts("list")).map((text) => JSON.parse(text).result);
    assert.ok(!("structuredContent" in legacy));
    assert.deepEqual(legacy.content, [{ type: "text", text: "[1,2]" }]);
    assert.deepEqual(modern.structuredContent, [1, 2]);
  });

  it("is the error of a server, with its code, its words and its data", async () => {
    for (const text of await texts("fails"))
      assert.deepEqual(JSON.parse(text).error, {
        code: -32050,
        message: "out of cheese",
        data: { left: 0, list: [1] },
      });
    const params = { uri: "a://none" };
    const legacy = await openSession(`${gateway.url}/one`);
    const { error } = await (await legacy.send({ jsonrpc: "2.0", id: 1, method: "resources/read", params })).last();
    assert.deepEqual([error?.code, error?.data], [-32002, params]);
    const modern = await (await modernPost(`${gateway.url}/one`, "resources/read", params)).last();
    assert.deepEqual([modern.error?.code, modern.error?.data], [-32602, params]);
  });

  it("is every definition with all its fields", async () => {
    const legacy = await openSession(gateway.url);
    const { result } = await (await legacy.send({ jsonrpc: "2.0", id: 1, method: "tools/list" })).last();
    const modern = await (await modernPost(gateway.url, "tools/list", {})).last();
    for (const tools of [result?.tools, modern.result?.tools] as { name: string }[][])
      assert.deepEqual(
        tools.find(({ name }) => name === "one__full"),
        { ...definition, name: "one__full" },
      );
  });

  it("is every definition to the last digit", async () => {
    const legacy = await openSession(`${gateway.url}/one`);
    const listed = await (await legacy.send({ jsonrpc: "2.0", id: 1, method: "tools/list" })).text();
    const modern = await (await modernPost(`${gateway.url}/one`, "tools/list", {})).text();
    for (const text of [listed, modern])
      for (const part of ['"maximum":9223372036854775807', '"own":9007199254740993'])
        assert.ok(text.includes(part), text);
  });

  it("is what resources, prompts and completions are, with all their fields", async () => {
    const apart = await openSession(`${gateway.url}/one`);
    const asked = async (method: string, params = {}) =>
      (await (await apart.send({ jsonrpc: "2.0", id: 1, method, params })).text()).replace(/^.*?"result":|\}$/g, "");
    assert.ok((await asked("resources/list")).includes('"size":1,"future":1,"_meta":{"a":1}'));
    assert.equal(
      await asked("resources/read", { uri: "a://b" }),
      '{"contents":[{"uri":"a://b","text":"x","_meta":{"n":9007199254740993},"own":1}],"future":9007199254740993}',
    );
    assert.ok((await asked("prompts/list")).includes('"arguments":[{"name":"x","required":true,"own":1}],"own":1'));
    assert.equal(
      await asked("prompts/get", { name: "p", arguments: { x: "1" } }),
      '{"description":"d","messages":[{"role":"user","content":{"type":"text","text":"x","own":1},"own":-9007199254740993}],"own":1}',
    );
    const of = { ref: { type: "ref/prompt", name: "p" }, argument: { name: "x", value: "" } };
    assert.equal(
      await asked("completion/complete", of),
      '{"completion":{"values":["a"],"total":7,"hasMore":true,"own":1},"own":9007199254740993}',
    );
  });

  it("never breaks the SDK's clients, whatever one server sends", async () => {
    const legacy = new Client({ name: "legacy", version: "1" });
    await legacy.connect(new StreamableHTTPClientTransport(new URL(gateway.url)) as never);
    const modern = new ModernClient({ name: "modern", version: "1" }, { versionNegotiation: { mode: "auto" } });
    await modern.connect(new ModernHttp(new URL(gateway.url)));
    assert.equal(modern.getProtocolEra(), "modern");
    for (const client of [legacy, modern] as const) {
      const { tools } = await client.listTools();
      assert.ok(tools.some(({ name }) => name === "broken__bad") && tools.some(({ name }) => name === "one__odd"));
      assert.equal((await client.listResources()).resources.length, 2);
      assert.equal((await client.listPrompts()).prompts.length, 1);
      const { content } = (await client.callTool({ name: "one__strange", arguments: {} })) as { content: object[] };
      assert.ok(content.some((block) => JSON.stringify(block) === '{"type":"text","text":"fine"}'));
      await client.close();
    }
  });
});

/** The members of an object that is written as JSON, one by one. */
function membersOf(json: string): readonly string[] {
  const parts = ['"content":', '"structuredContent":', '"isError":', '"_meta":{"trace"', '"future":'].map((name) =>
    json.indexOf(name),
  );
  return parts.map((from, at) => json.slice(from, parts[at + 1] ?? json.length).replace(/,$/, ""));
}
