import assert from "node:assert/strict";
import { isSpecType } from "@modelcontextprotocol/client";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { aGateway, type Gateway } from "../../../support/aGateway";
import { FakeClock } from "../../../support/fakeClock";
import { type Message, modernPost, post } from "../../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../../support/scriptedServer";
import { until } from "../../../support/until";

const said = (text: string) => ({ content: [{ type: "text", text }] });
const form = (message: string) => ({
  message,
  requestedSchema: { type: "object", properties: { a: { type: "string" } } },
});
const forms = { elicitation: {} };
const accept = (a: string) => ({ action: "accept", content: { a } });

describe("the MCP endpoint in the revision without a handshake, before a server with one", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  const clock = new FakeClock();
  withoutLoginShell();

  before(async () => {
    const nested = { type: "object", properties: { zone: { type: "integer", "x-mcp-header": "Zone" } } };
    const inputSchema = {
      type: "object",
      properties: { region: { type: "string", "x-mcp-header": "Region" }, at: nested },
    };
    server = await startScriptedServer(
      {
        "tools/list": () => ({
          tools: [
            { name: "where", inputSchema },
            ...["twice", "sly", "both"].map((name) => ({ name, inputSchema: { type: "object" } })),
          ],
        }),
        "resources/list": () => ({ resources: [{ uri: "a://b", name: "b" }] }),
        "resources/read": ({ uri }) => ({
          contents: [{ uri, text: "x" }],
          resultType: "input_required",
          ttlMs: "no",
          cacheScope: "public",
        }),
        "prompts/list": () => ({ prompts: [{ name: "p" }] }),
        "prompts/get": () => ({ messages: [] }),
        "completion/complete": () => ({ completion: { values: ["v"] } }),
      },
      {
        where: ({ region }) => said(String(region)),
        twice: async (_, { ask, say, params }) => {
          const first = await ask("elicitation/create", form("first"));
          const { progressToken } = params._meta as { progressToken: unknown };
          say("notifications/progress", { progressToken, progress: 1 });
          const second = await ask("elicitation/create", form("second"));
          return said(JSON.stringify([first.content, second.content]));
        },
        both: async (_, { ask }) => {
          const answers = await Promise.all([
            ask("elicitation/create", form("left")),
            ask("elicitation/create", form("right")),
          ]);
          return said(JSON.stringify(answers.map(({ content }) => content)));
        },
        sly: () => ({ ...said("x"), resultType: "input_required", inputRequests: {}, requestState: "mine" }),
      },
    );
    gateway = await aGateway({ one: server.url }, { clock });
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  const result = async (answer: ReturnType<typeof modernPost>): Promise<Record<string, unknown>> => {
    const last = await (await answer).last();
    assert.ok(last.result, JSON.stringify(last.error));
    return last.result;
  };
  const call = (name: string, more: object = {}, options = {}) =>
    modernPost(
      gateway.url,
      "tools/call",
      { name: `one__${name}`, arguments: {}, ...more },
      { capabilities: forms, ...options },
    );

  it("says what it is", async () => {
    const found = await result(modernPost(gateway.url, "server/discover", {}));
    assert.ok(isSpecType.DiscoverResult(found));
    assert.deepEqual(found.supportedVersions[0], "2026-07-28");
  });

  for (const [method, params] of [
    ["tools/list", {}],
    ["resources/list", {}],
    ["resources/templates/list", {}],
    ["prompts/list", {}],
    ["resources/read", { uri: "a://b" }],
  ] as const)
    it(`gives the result of ${method} its type, and lets nobody else keep it`, async () => {
      const given = await result(modernPost(gateway.url, method, params));
      assert.deepEqual([given.resultType, given.ttlMs, given.cacheScope], ["complete", 0, "private"]);
    });

  it("gives every other result its type, whatever the server says", async () => {
    assert.equal((await result(modernPost(gateway.url, "prompts/get", { name: "one__p" }))).resultType, "complete");
    const of = { ref: { type: "ref/prompt", name: "one__p" }, argument: { name: "x", value: "" } };
    assert.equal((await result(modernPost(gateway.url, "completion/complete", of))).resultType, "complete");
    assert.equal((await result(call("sly"))).resultType, "complete");
  });

  /** A request whose headers alone say that it is of this era. */
  const bare = (method: string, headers: Record<string, string> = {}, params: object = {}) =>
    post(
      gateway.url,
      { jsonrpc: "2.0", id: 1, method, params },
      { "mcp-protocol-version": "2026-07-28", "mcp-method": method, ...headers },
    );

  const refused: readonly [what: string, status: number, code: number, ask: () => ReturnType<typeof modernPost>][] = [
    [
      "another method in the header",
      400,
      -32020,
      () => modernPost(gateway.url, "tools/list", {}, { headers: { "mcp-method": "ping" } }),
    ],
    ["another name in the header", 400, -32020, () => call("where", {}, { headers: { "mcp-name": "one__twice" } })],
    [
      "another revision in the header",
      400,
      -32020,
      () => call("where", {}, { headers: { "mcp-protocol-version": "2025-11-25" } }),
    ],
    [
      "a revision that is none",
      400,
      -32022,
      () =>
        call(
          "where",
          {},
          {
            meta: { "io.modelcontextprotocol/protocolVersion": "2027-01-01" },
            headers: { "mcp-protocol-version": "2027-01-01" },
          },
        ),
    ],
    [
      "a revision that is none, and another one in the header",
      400,
      -32020,
      () => call("where", {}, { meta: { "io.modelcontextprotocol/protocolVersion": "2027-01-01" } }),
    ],
    ["no envelope", 400, -32602, () => bare("tools/list")],
    ["an envelope without a revision", 400, -32602, () => bare("tools/list", {}, { _meta: { progressToken: 1 } })],
    ["no envelope, and another method in the header", 400, -32020, () => bare("tools/list", { "mcp-method": "ping" })],
    [
      "no envelope, and another name in the header",
      400,
      -32020,
      () => bare("prompts/get", { "mcp-name": "other" }, { name: "one__p" }),
    ],
    ["no envelope, for a method that is gone", 400, -32602, () => bare("ping")],
    ["no capabilities", 400, -32602, () => modernPost(gateway.url, "tools/list", {}, { capabilities: null })],
    ["an unknown method", 404, -32601, () => modernPost(gateway.url, "resources/subscribe", { uri: "a://b" })],
    [
      "an unknown method of a client that answers",
      404,
      -32601,
      () => modernPost(gateway.url, "ping", {}, { capabilities: forms }),
    ],
    ["an unknown resource", 200, -32602, () => modernPost(gateway.url, "resources/read", { uri: "c://d" })],
    ["a tool's header that is missing", 400, -32020, () => call("where", { arguments: { region: "eu" } })],
    [
      "a tool's header without its argument",
      400,
      -32020,
      () => call("where", {}, { headers: { "mcp-param-region": "eu" } }),
    ],
    [
      "a tool's header deep within",
      400,
      -32020,
      () => call("where", { arguments: { at: { zone: 7 } } }, { headers: { "mcp-param-zone": "8" } }),
    ],
  ];
  for (const [what, status, code, ask] of refused)
    it(`refuses ${what}: ${code}`, async () => {
      const answer = await ask();
      const { id, error } = await answer.last();
      assert.deepEqual([answer.status, id, error?.code], [status, 1, code]);
      if (code === -32022) assert.match(JSON.stringify(error?.data), /"supported":\["2026-07-28"/);
    });

  it("takes a notification by its header alone, and no response", async () => {
    const headers = { "mcp-protocol-version": "2026-07-28" };
    const told = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    assert.equal((await post(gateway.url, told, headers)).status, 202);
    const answer = await post(gateway.url, { jsonrpc: "2.0", id: 4, result: {} }, headers);
    const { id, error } = await answer.last();
    assert.deepEqual([answer.status, id, error?.code], [400, null, -32600]);
  });

  it("takes headers in base64 and numbers as numbers", async () => {
    const region = `=?base64?${Buffer.from("Zürich ").toString("base64")}?=`;
    const headers = { "mcp-param-region": region, "mcp-param-zone": "7.0" };
    const args = { region: "Zürich ", at: { zone: 7 } };
    assert.deepEqual((await result(call("where", { arguments: args }, { headers }))).content, said("Zürich ").content);
  });

  /** The one question of an `input_required` result. */
  const questionOf = (given: Record<string, unknown>) => {
    assert.equal(given.resultType, "input_required", JSON.stringify(given));
    const [[key, { params }] = ["", { params: {} }]] = Object.entries(
      given.inputRequests as Record<string, { params: Record<string, unknown> }>,
    );
    return { key, message: params.message, requestState: given.requestState };
  };

  it("asks twice in the course of one call, and reports its progress to the POST that waits", async () => {
    const first = questionOf(await result(call("twice", {}, { meta: { progressToken: "a" } })));
    assert.equal(first.message, "first");
    const { requestState } = first;
    const retry = { requestState, inputResponses: { [first.key]: accept("one") } };
    const messages = await (await call("twice", retry, { id: 2, meta: { progressToken: "b" } })).all();
    assert.deepEqual(messages[0]?.params, { progressToken: "b", progress: 1 });
    const second = questionOf(messages[1]?.result ?? {});
    assert.equal(second.message, "second");
    assert.notEqual(second.key, first.key);
    const end = await result(
      call("twice", { requestState: second.requestState, inputResponses: { [second.key]: accept("two") } }),
    );
    assert.deepEqual(end.content, said('[{"a":"one"},{"a":"two"}]').content);
    assert.equal(server.heard.filter(({ params }) => params.name === "twice").length, 1, "the server is called once");
  });

  it("asks again for what was not answered", async () => {
    type Requests = Record<string, { params: { message: string } }>;
    let given = await result(call("both"));
    // A server's questions are seen together where they come together.
    while (Object.keys(given.inputRequests as Requests).length < 2)
      given = await result(call("both", { requestState: given.requestState }));
    const requests = given.inputRequests as Requests;
    const keys = Object.keys(requests);
    const left = keys.find((key) => requests[key]?.params.message === "left") ?? "";
    const again = await result(
      call("both", { requestState: given.requestState, inputResponses: { [left]: accept("l"), other: 7 } }),
    );
    const { key, message, requestState } = questionOf(again);
    assert.equal(message, "right");
    const nothing = questionOf(await result(call("both", { requestState })));
    assert.equal(nothing.key, key);
    const end = await result(call("both", { requestState, inputResponses: { [key]: accept("r") } }));
    assert.deepEqual(end.content, said('[{"a":"l"},{"a":"r"}]').content);
  });

  it("goes on for nobody but the client whose request it is, with that request, in time", async () => {
    const { key, requestState } = questionOf(await result(call("twice")));
    const inputResponses = { [key]: accept("x") };
    const state = String(requestState);
    const at = state.length - 3;
    const tampered = state.slice(0, at) + (state[at] === "A" ? "B" : "A") + state.slice(at + 1);
    for (const [what, ask] of [
      ["tampered", () => call("twice", { requestState: tampered, inputResponses })],
      ["made up", () => call("twice", { requestState: "e30.x", inputResponses })],
      ["no text", () => call("twice", { requestState: 7, inputResponses })],
      ["of another client", () => call("twice", { requestState, inputResponses }, { client: "other" })],
      ["for another tool", () => call("both", { requestState, inputResponses })],
      ["for other arguments", () => call("twice", { requestState, inputResponses, arguments: { a: 1 } })],
    ] as const) {
      const { error } = await (await ask()).last();
      assert.equal(error?.code, -32602, what);
    }
    assert.equal(questionOf(await result(call("twice", { requestState, inputResponses }))).message, "second");
    clock.pass(11 * 60_000);
    const late = await (await call("twice", { requestState, inputResponses })).last();
    assert.equal(late.error?.code, -32602);
    assert.match(String(late.error?.message), /too late/);
  });

  it("answers a POST that was sent again at one place alone", async () => {
    const { requestState } = questionOf(await result(call("twice")));
    const first = call("twice", { requestState, inputResponses: {} });
    const second = call("twice", { requestState, inputResponses: {} });
    const answers = await Promise.all([first, second].map(async (answer) => (await answer).last()));
    assert.ok(answers.some(({ result }) => result?.resultType === "input_required"));
    assert.equal(answers.length, 2);
  });

  it("tells changes on a stream that says first what it will tell", async () => {
    const notifications = { toolsListChanged: true, resourceSubscriptions: ["a://b"], promptsListChanged: false };
    const stream = await modernPost(
      gateway.url,
      "subscriptions/listen",
      { notifications },
      { id: "listen", client: "listener" },
    );
    const _meta = { "io.modelcontextprotocol/subscriptionId": "listen" };
    const first = await stream.next();
    assert.equal(first?.method, "notifications/subscriptions/acknowledged");
    assert.deepEqual(first?.params, {
      notifications: { toolsListChanged: true, resourceSubscriptions: ["a://b"] },
      _meta,
    });
    await until("the server is asked", () => server.heard.some(({ method }) => method === "resources/subscribe"));
    await server.listenedTo();
    server.notify("notifications/resources/updated", { uri: "a://other" });
    server.notify("notifications/resources/updated", { uri: "a://b" });
    assert.deepEqual(await stream.next(), {
      jsonrpc: "2.0",
      method: "notifications/resources/updated",
      params: { uri: "a://b", _meta },
    } as Message);
    gateway.door.endpoint.endOf("listener");
    const end = await stream.last();
    assert.deepEqual([end.id, end.result], ["listen", { resultType: "complete", _meta }]);
    await until("the server hears the end", () =>
      server.heard.some(({ method }) => method === "resources/unsubscribe"),
    );
  });
});
