import assert from "node:assert/strict";
import { Client, type JSONRPCMessage, type JSONRPCRequest, type Transport } from "@modelcontextprotocol/client";
import { ToolCalls } from "../../../src/mcp/calls/toolCalls";
import { ListBounds } from "../../../src/mcp/link/listBounds";
import { WatchedTransport } from "../../../src/mcp/link/watchedTransport";

/** A transport whose server answers at once, all in one go, with whatever `answers` says. */
class InstantTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  closes = 0;

  constructor(private readonly answers: (request: JSONRPCRequest) => readonly Record<string, unknown>[]) {}

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    if (!("method" in message) || !("id" in message)) return;
    const hello = {
      protocolVersion: "2025-11-25",
      capabilities: { tools: {}, prompts: {} },
      serverInfo: { name: "s", version: "1" },
    };
    const answers = message.method === "initialize" ? [{ id: message.id, result: hello }] : this.answers(message);
    for (const answer of answers) this.onmessage?.({ jsonrpc: "2.0", ...answer } as JSONRPCMessage);
  }

  async close(): Promise<void> {
    this.closes++;
    this.onclose?.();
  }
}

/** More entries than are checked in one turn. */
const many = Array.from({ length: 300 }, (_, at) => String.fromCharCode(0x4e00 + at)).join("");

async function connected(
  answers: (request: JSONRPCRequest) => readonly Record<string, unknown>[],
  limits = { entries: 5, characters: 10_000 },
) {
  const inner = new InstantTransport(answers);
  const notified: string[] = [];
  const warnings: string[] = [];
  const bounds = new ListBounds("files", (message) => warnings.push(message), limits);
  const calls = new ToolCalls(
    "files",
    (message) => inner.send(message),
    (error) => assert.fail(String(error)),
  );
  const transport = new WatchedTransport(inner, "files", calls, (method) => notified.push(method), bounds);
  const client = new Client({ name: "test", version: "0" });
  await client.connect(transport);
  const errors: string[] = [];
  client.onerror = ({ message }) => errors.push(message);
  return { client, inner, transport, notified, warnings, errors };
}

describe("WatchedTransport", () => {
  it("loses no progress that comes together with the response", async () => {
    const { client, notified } = await connected(({ id, params }) => [
      { method: "notifications/progress", params: { progressToken: params?._meta?.progressToken, progress: 1 } },
      { id, result: { content: [] } },
    ]);
    const told: number[] = [];
    await client.callTool({ name: "t" }, { onprogress: ({ progress }) => told.push(progress) });
    assert.deepEqual([told, notified], [[1], ["notifications/progress"]]);
  });

  it("corrects a result by the method of its request", async () => {
    const { client } = await connected(({ id }) => [{ id, result: { content: [{ type: "hologram" }] } }]);
    const { content } = await client.callTool({ name: "t" });
    assert.equal(content[0]?.type, "text");
  });

  it("refuses an invalid result", async () => {
    const { client } = await connected(({ id }) => [{ id, result: 7 }]);
    await assert.rejects(client.callTool({ name: "t" }), {
      message: /^"files" answered tools\/call with an invalid result/,
    });
  });

  it("bounds a list over all its pages, each time it is read", async () => {
    let named = 0;
    const tool = () => ({ name: `t${named++}`, inputSchema: { type: "object" } });
    const { client, warnings } = await connected(({ id }) => [
      { id, result: { tools: [tool(), tool()], nextCursor: `${id}` } },
    ]);
    for (let times = 0; times < 2; times++)
      assert.equal((await client.listTools(undefined, { cacheMode: "refresh" })).tools.length, 5);
    assert.match(warnings.join(), /^"files" lists more tools than the hub can keep: 5 are there/);
  });

  it("ends a list that repeats itself, and keeps each of its tools once", async () => {
    const tool = { name: "t", inputSchema: { type: "object" } };
    const { client } = await connected(({ id }) => [{ id, result: { tools: [tool, tool], nextCursor: `${id}` } }]);
    assert.equal((await client.listTools()).tools.length, 1);
  });

  const pages: [what: string, pageOf: (cursor: unknown) => object | "refused", names: string][] = [
    [
      "between two pages leads to the second",
      (cursor) => (cursor === "" ? { names: "bc" } : { names: "a", nextCursor: "" }),
      "abc",
    ],
    ["after the only page ends the list, where the server begins again", () => ({ names: "ab", nextCursor: "" }), "ab"],
    [
      "after the last page ends the list, where the server begins again",
      (cursor) => (cursor === "2" ? { names: "c", nextCursor: "" } : { names: "ab", nextCursor: "2" }),
      "abc",
    ],
    [
      "after the last page ends the list, where the server refuses it",
      (cursor) => (cursor === "" ? "refused" : { names: "a", nextCursor: "" }),
      "a",
    ],
    [
      "after the last page ends the list, where nothing follows",
      (cursor) => (cursor === "" ? { names: "" } : { names: "a", nextCursor: "" }),
      "a",
    ],
    ["on an empty page ends the list", () => ({ names: "", nextCursor: "" }), ""],
    [
      "after many entries leads on",
      (cursor) => (cursor === "" ? { names: "z" } : { names: many, nextCursor: "" }),
      `${many}z`,
    ],
  ];
  for (const [what, pageOf, expected] of pages)
    it(`an empty cursor ${what}`, async () => {
      for (const method of ["tools/list", "prompts/list"]) {
        let requests = 0;
        const key = method === "tools/list" ? "tools" : "prompts";
        const { client, warnings } = await connected(
          ({ id, params }) => {
            const page = pageOf(params?.cursor);
            requests++;
            if (page === "refused") return [{ id, error: { code: -32602, message: "Invalid cursor" } }];
            const { names, ...more } = page as { names: string };
            const entries = [...names].map((name) => ({ name, inputSchema: { type: "object" } }));
            return [{ id, result: { [key]: entries, ...more } }];
          },
          { entries: 1000, characters: 1_000_000 },
        );
        const listed = key === "tools" ? (await client.listTools()).tools : (await client.listPrompts()).prompts;
        assert.equal(listed.map(({ name }) => name).join(""), expected);
        assert.ok(requests <= 3, `${requests} requests`);
        assert.deepEqual(warnings, []);
      }
    });

  it("survives its own failures: code that waits for the message does not wait forever", async () => {
    const { client, inner, transport, errors } = await connected(({ id }) => [{ id, result: { content: [] } }]);
    const deliver = transport.onmessage;
    transport.onmessage = (message, info) => {
      if (!("method" in message) && !("error" in message)) throw new TypeError("a defect");
      if ("method" in message) throw new TypeError("another defect");
      deliver?.(message, info);
    };
    await assert.rejects(client.callTool({ name: "t" }), { message: /answered tools\/call with an invalid result/ });
    inner.onmessage?.({ jsonrpc: "2.0", method: "notifications/tools/list_changed" });
    assert.deepEqual(errors, ["a defect", "another defect"]);
  });

  it("takes a level or a notification with the name of a member of every object for unknown", async () => {
    const { inner, notified } = await connected(() => []);
    for (const method of ["constructor", "__proto__", "toString"]) inner.onmessage?.({ jsonrpc: "2.0", method });
    assert.deepEqual(notified, ["constructor", "__proto__", "toString"]);
  });

  it("reports the end once, and fails the requests that wait", async () => {
    const { client, inner, transport } = await connected(() => []);
    let ends = 0;
    client.onclose = () => {
      ends++;
    };
    const waiting = client.callTool({ name: "t" });
    await new Promise(setImmediate);
    const closing = transport.close();
    await assert.rejects(waiting, { message: "Connection closed" });
    await closing;
    assert.deepEqual([ends, inner.closes], [1, 1]);
  });
});
