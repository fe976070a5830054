import assert from "node:assert/strict";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import type { GatewayClient } from "../../../../src/gateway/access/gatewayClient";
import { contextKey, languageKey } from "../../../../src/gateway/rest/calls/ask";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { assertFailed } from "../../../support/assertFailed";
import { fixture, type RestHub, restHub } from "../../../support/restHub";
import { aClient, type Reply, RestServer } from "../../../support/restServer";
import { until } from "../../../support/until";

describe("POST /chat, over a real hub", () => {
  withoutLoginShell();
  const events: HubEvent[] = [];
  let world: RestHub;
  let server: RestServer;

  before(async () => {
    world = restHub({ files: { ...fixture(), readOnly: ["echo"] }, "other files": { ...fixture(), context: true } });
    world.composed.stream.onEvent((event) => events.push(event));
    server = await RestServer.start(
      world.parts,
      aClient("narrow", { scopes: [{ servers: ["files"], without: ["files/env"] }] }),
      aClient("reader", { scopes: [{ readOnly: true }] }),
      aClient("small", { limits: { concurrent: 2, perMinute: 60, sessions: 1, bodyBytes: 1000 } }),
    );
    await Promise.all([world.composed.hub.connect("files"), world.composed.hub.connect("other files")]);
  });
  after(async () => {
    await server.stop();
    await world.composed.close();
  });

  const echo = { server_id: "files", tool_name: "echo", tool_input: { text: "hello" } };
  const ended = () => events.flatMap((event) => (event.type === "call.ended" ? [event] : []));

  it("calls a tool, and says so in the form of the API", async () => {
    const { status, body, headers } = await server.chat({ ...echo, request_id: "mine" });
    assert.equal(status, 200);
    assert.deepEqual(body, {
      status: "success",
      server_id: "files",
      tool_name: "echo",
      tool_output: { content: [{ type: "text", text: "hello" }] },
      message: '"echo" on "files" answered.',
      original_request_id: "mine",
    });
    assert.equal(headers.get("content-type"), "application/json");
    assert.equal(headers.get("cache-control"), "no-store");
  });

  it("takes the server from a header, and refuses two different ones", async () => {
    const { server_id: _, ...bare } = echo;
    const headers = { "x-mcp-target-server": "files" };
    assert.equal((await server.chat(bare, { headers })).status, 200);
    assert.equal((await server.chat(echo, { headers })).status, 200);
    const two = await server.chat({ ...echo, server_id: "other files" }, { headers });
    assertFailed(two, 400, "VALIDATION_ERROR", /two different servers/);
    assert.deepEqual(pathsOf(two), ["server_id"]);
    const none = await server.chat(bare);
    assertFailed(none, 400, "VALIDATION_ERROR", /X-MCP-Target-Server/);
    assert.deepEqual(pathsOf(none), ["server_id"]);
  });

  it("serves a slash at the end, and the media type that names the version", async () => {
    const body = echo;
    const headers = { accept: "application/vnd.mcp-hub.v1+json" };
    const reply = await server.ask("POST", "/chat/", { body, headers });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get("content-type"), headers.accept);
    const later = await server.ask("POST", "/chat", { body, headers: { accept: "application/vnd.mcp-hub.v2+json" } });
    assertFailed(later, 406, "VALIDATION_ERROR", /Only version 1/);
    assert.equal((await server.ask("GET", "/chat")).headers.get("allow"), "POST");
  });

  it("puts the request's id into events and into the answer", async () => {
    const reply = await server.chat(echo, { headers: { "x-request-id": "trace-7" } });
    assert.equal(reply.headers.get("x-request-id"), "trace-7");
    assert.equal(reply.body.original_request_id, "trace-7");
    assert.equal(ended().at(-1)?.request, "trace-7");
    assert.deepEqual(ended().at(-1)?.caller, { door: "gateway", client: { id: "editor", name: "editor" } });
    const made = await server.chat(echo);
    assert.match(made.headers.get("x-request-id") ?? "", /^made-\d+$/);
    assert.equal(ended().at(-1)?.request, made.headers.get("x-request-id"));
  });

  it("groups the calls of a thread", async () => {
    await server.chat({ ...echo, conversation_context: { thread_id: "t1" } });
    assert.equal(ended().at(-1)?.thread, "t1");
    await server.chat(echo);
    assert.equal(ended().at(-1)?.thread, undefined);
  });

  it("names every field that is wrong, by its path", async () => {
    const reply = await server.chat({
      server_id: "files",
      tool_input: [],
      conversation_context: { user_query_history: ["a", 1] },
      user_preferences: { timeout_ms: 0, langauge: "de" },
    });
    assertFailed(reply, 400, "VALIDATION_ERROR", /"tool_name" is missing/);
    assert.deepEqual(pathsOf(reply).sort(), [
      "conversation_context.user_query_history[1]",
      "tool_input",
      "tool_name",
      "user_preferences.langauge",
      "user_preferences.timeout_ms",
    ]);
  });

  it("names the arguments that the tool refuses, by their path", async () => {
    const reply = await server.chat({ ...echo, tool_input: { text: { not: "text" } } });
    assertFailed(reply, 400, "VALIDATION_ERROR", /Correct the arguments/);
    assert.deepEqual(pathsOf(reply), ["tool_input.text"]);
    assert.deepEqual(pathsOf(await server.chat({ ...echo, tool_input: {} })), ["tool_input.text"]);
  });

  for (const [what, body, message] of [
    ["no body", "", /no body/],
    ["what is not JSON", "{", /not JSON/],
    ["a list", "[]", /must be a JSON object/],
    ["deep nesting", `{"tool_input":${"[".repeat(5000)}${"]".repeat(5000)}}`, /nested deeper/],
  ] as const)
    it(`refuses ${what}`, async () =>
      assertFailed(await server.ask("POST", "/chat", { body }), 400, "VALIDATION_ERROR", message));

  it("refuses a body that is larger than the client's limit, and keeps serving", async () => {
    const large = { ...echo, tool_input: { text: "x".repeat(2000) } };
    const refused = await server.chat(large, { client: "small" });
    assertFailed(refused, 413, "VALIDATION_ERROR", /larger than 1000 bytes/);
    assert.equal(refused.headers.get("connection"), "close"); // the rest of the body is not read
    assert.equal((await server.chat(echo, { client: "small" })).status, 200);
    assert.equal((await server.chat(large)).status, 200);
  });

  it("names the servers that a client may see where there is no such server, and no others", async () => {
    const all = await server.chat({ ...echo, server_id: "nowhere" });
    assertFailed(all, 404, "ROUTING_ERROR", /There is no server "nowhere"/);
    assert.equal(all.body.error?.type, "Server Not Found");
    assert.deepEqual(all.body.error?.details.servers, ["files", "other files"]);
    const narrow = await server.chat({ ...echo, server_id: "files2" }, { client: "narrow" });
    assertFailed(narrow, 403, "AUTHORIZATION_ERROR", /may not use the server "files2"/);
    assert.ok(!narrow.text.includes("other files"));
  });

  it("names the tools that a client may see where there is no such tool", async () => {
    const reply = await server.chat({ ...echo, tool_name: "nothing" }, { client: "narrow" });
    assertFailed(reply, 404, "TOOL_NOT_SUPPORTED", /has no tool "nothing"/);
    assert.equal(reply.body.error?.type, "Tool Not Found");
    const { tools } = reply.body.error?.details ?? {};
    assert.ok(Array.isArray(tools) && tools.includes("echo") && !tools.includes("env"));
    assert.ok(!/\benv\b/.test(reply.text));
  });

  it("refuses a tool out of scope before anything is sent", async () => {
    const before = ended().length;
    for (const [client, request] of [
      ["narrow", { server_id: "other files", tool_name: "echo", tool_input: { text: "a" } }],
      ["narrow", { server_id: "files", tool_name: "env", tool_input: {} }],
      ["reader", { server_id: "files", tool_name: "env", tool_input: {} }],
    ] as const)
      assertFailed(await server.chat(request, { client }), 403, "AUTHORIZATION_ERROR", /may not use/);
    assert.equal(ended().length, before);
    assert.equal((await server.chat(echo, { client: "reader" })).status, 200);
  });

  it("says that a tool reported an error, in the tool's own words", async () => {
    const reply = await server.chat({ server_id: "files", tool_name: "refuse", tool_input: {} });
    assertFailed(reply, 502, "MCP_SERVER_ERROR", /no such file/);
    assert.deepEqual(reply.body.error?.mcp_server_error_details, { content: [{ type: "text", text: "no such file" }] });
    assert.deepEqual(reply.body.error?.details, { reason: "tool-error" });
  });

  it("passes on what a server said about its error, redacted and cut", async () => {
    const token = `ghp_${"a".repeat(36)}`;
    const tool_input = { code: -32050, message: `no ${token} ${"x".repeat(9000)}` };
    const reply = await server.chat({ server_id: "files", tool_name: "rpcError", tool_input });
    assertFailed(reply, 502, "MCP_SERVER_ERROR", /answered with an error/);
    assert.equal(reply.body.error?.mcp_server_status_code, -32050);
    assert.ok(!reply.text.includes(token));
    assert.ok(reply.text.length < 12_000, String(reply.text.length));
    assert.ok(!/\bat .*\.[jt]s:\d+/.test(reply.text), "a stack trace");
  });

  it("cuts a result to the size that the client has room for, and says so", async () => {
    const big = { server_id: "files", tool_name: "big", tool_input: { bytes: 5000 } };
    const reply = await server.chat({ ...big, user_preferences: { max_result_bytes: 1000 } });
    assert.equal(reply.body.tool_output?.content[0]?.text, "x".repeat(1000));
    assert.match(reply.body.message ?? "", /cut after 1000 bytes/);
    assert.equal((await server.chat(big)).body.tool_output?.content[0]?.text?.length, 5000);
  });

  it("ends a call after the time that its client gives it, and names that limit", async () => {
    const hang = { server_id: "files", tool_name: "hang", tool_input: {} };
    const reply = await server.chat({ ...hang, user_preferences: { timeout_ms: 50 } });
    assertFailed(reply, 504, "MCP_CONNECTION_ERROR", /within 50 ms, which is all that its caller gave it/);
  });

  it("stops a call whose client goes away", async () => {
    const gone = new AbortController();
    const hang = { server_id: "files", tool_name: "hang", tool_input: {} };
    const before = ended().length;
    const started = events.filter(({ type }) => type === "call.started").length;
    const asked = server.chat(hang, { signal: gone.signal });
    asked.catch(() => undefined);
    await until("the call starts", () => events.filter(({ type }) => type === "call.started").length > started);
    gone.abort();
    await assert.rejects(asked);
    await until("the call ends", () => ended().length > before);
    assert.equal(ended().at(-1)?.outcome, "cancelled");
  });

  it("streams progress, then the result", async () => {
    const body = { server_id: "files", tool_name: "progress", tool_input: { steps: 3, everyMs: 5 } };
    const reply = await server.ask("POST", "/chat", { body, headers: { accept: "text/event-stream" } });
    const sent = reply.text
      .trim()
      .split("\n\n")
      .map((event) => event.split("\n"));
    assert.deepEqual(
      sent.map(([name]) => name),
      ["event: progress", "event: progress", "event: progress", "event: result"],
    );
    assert.deepEqual(dataOf(sent[0]), { progress: 1, total: 3, message: "step 1" });
    assert.equal(dataOf(sent[3]).status, "success");
    assert.ok(reply.headers.get("x-request-id"));
  });

  it("streams a failure as the result, and says at once what is wrong with a request", async () => {
    const headers = { accept: "text/event-stream, application/json" };
    const body = { server_id: "files", tool_name: "refuse", tool_input: {} };
    const reply = await server.ask("POST", "/chat", { body, headers });
    assert.match(reply.text, /^event: result\ndata: \{"status":"error"/);
    assertFailed(await server.ask("POST", "/chat", { body: {}, headers }), 400, "VALIDATION_ERROR", /missing/);
  });

  /** The same hub behind a door that looks at each call on its way. */
  const watched = async (calls: ToolCall[], ...clients: readonly GatewayClient[]) => {
    const real = world.parts.requests;
    const callTool = (call: ToolCall) => {
      calls.push(call);
      return real.callTool(call);
    };
    return RestServer.start({ ...world.parts, requests: { callTool } }, ...clients);
  };

  it("hands the client and its scopes on, and keeps the threads of two clients apart", async () => {
    const calls: ToolCall[] = [];
    const scopes = [{ servers: ["files"] }];
    const own = await watched(calls, aClient("narrow", { scopes }));
    try {
      const request = { ...echo, conversation_context: { thread_id: "t" } };
      await own.chat(request);
      await own.chat(request, { client: "narrow" });
      assert.deepEqual(
        calls.map(({ caller, thread, conversation }) => [caller?.client?.id, caller?.scopes, thread, conversation]),
        [
          ["editor", [], "t", "editor/t"],
          ["narrow", scopes, "t", "narrow/t"],
        ],
      );
      const none = await own.chat({ ...request, server_id: "none" });
      assertFailed(none, 404, "ROUTING_ERROR", /"none"/);
    } finally {
      await own.stop();
    }
  });

  it("gives a server the context only where its entry allows that", async () => {
    const calls: ToolCall[] = [];
    const own = await watched(calls);
    try {
      const conversation_context = { thread_id: "t", user_query_history: ["before"] };
      const request = { ...echo, conversation_context, user_preferences: { language: "de" } };
      await own.chat(request);
      await own.chat({ ...request, server_id: "other files" });
      assert.deepEqual(
        calls.map(({ meta }) => meta),
        [undefined, { [contextKey]: conversation_context, [languageKey]: "de" }],
      );
    } finally {
      await own.stop();
    }
  });
});

describe("POST /chat, where a person has to be asked and nobody can be", () => {
  withoutLoginShell();
  let world: RestHub;
  let server: RestServer;

  before(async () => {
    world = restHub({ files: fixture() }, { options: { approval: "always" } });
    server = await RestServer.start(world.parts);
  });
  after(async () => {
    await server.stop();
    await world.composed.close();
  });

  it("is refused, and names the setting", async () => {
    const reply = await server.chat({ server_id: "files", tool_name: "echo", tool_input: { text: "a" } });
    assertFailed(reply, 403, "APPROVAL_REQUIRED", /mcpHub\.approval/);
  });
});

const pathsOf = ({ body }: Reply) => (body.error?.details.fields ?? []).map(({ path }) => path);

const dataOf = (event: readonly string[] | undefined) =>
  JSON.parse(event?.find((line) => line.startsWith("data: "))?.slice(6) ?? "null");
