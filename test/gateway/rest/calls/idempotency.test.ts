import assert from "node:assert/strict";
import { HubError } from "../../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import type { Exchange } from "../../../../src/gateway/http/exchange";
import { okAnswer } from "../../../../src/gateway/rest/answers/answer";
import { IdempotencyKeys } from "../../../../src/gateway/rest/calls/idempotencyKeys";
import { keyedAnswer } from "../../../../src/gateway/rest/calls/keyedAnswer";
import { assertFailed } from "../../../support/assertFailed";
import { done, HeldServer } from "../../../support/callFixture";
import { FakeClock } from "../../../support/fakeClock";
import { aClient, RestServer, restParts } from "../../../support/restServer";
import { until } from "../../../support/until";

describe("Idempotency-Key", () => {
  let clock: FakeClock;
  let held: HeldServer;
  let server: RestServer;
  let answers: readonly (ToolResult | Error)[];

  beforeEach(async () => {
    clock = new FakeClock();
    held = new HeldServer();
    answers = [];
    const callTool: HeldServer["send"] = (call) => {
      const answer = held.send(call);
      const next = answers[held.calls.length - 1];
      if (next) void held.answer(next);
      return answer;
    };
    server = await RestServer.start(restParts({ requests: { callTool }, clock }), aClient("other"));
  });
  afterEach(() => server.stop());

  const request = (text = "a") => ({ server_id: "files", tool_name: "write", tool_input: { text } });
  const key = { "idempotency-key": "k-1" };
  const said = (text: string): ToolResult => ({ content: [{ type: "text", text }], isError: false });

  it("gives the same request the first answer, and makes no second call", async () => {
    answers = [said("first"), said("second")];
    const first = await server.chat(request(), { headers: { ...key, "x-request-id": "one" } });
    const again = await server.chat(request(), { headers: { ...key, "x-request-id": "two" } });
    assert.equal(held.calls.length, 1);
    assert.equal(again.text, first.text);
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    assert.equal(first.headers.get("idempotency-replayed"), null);
    assert.equal(again.headers.get("x-request-id"), "two");
  });

  it("gives it while the first is still running", async () => {
    const both = [server.chat(request(), { headers: key }), server.chat(request(), { headers: key })];
    await until("the call is made", () => held.calls.length > 0);
    await server.ask("GET", "/health"); // a turn of both connections
    await held.answer(said("once"));
    const [first, second] = await Promise.all(both);
    assert.equal(held.calls.length, 1);
    assert.equal(first?.text, second?.text);
  });

  it("lets the first go on when its client goes away", async () => {
    const gone = new AbortController();
    const first = server.chat(request(), { headers: key, signal: gone.signal });
    first.catch(() => undefined);
    await until("the call is made", () => held.calls.length === 1);
    gone.abort();
    await assert.rejects(first);
    const again = server.chat(request(), { headers: key });
    await server.ask("GET", "/health");
    assert.equal(held.calls[0]?.signal.aborted, false);
    await held.answer(said("kept"));
    assert.equal((await again).body.tool_output?.content[0]?.text, "kept");
    assert.equal(held.calls.length, 1);
  });

  it("refuses another request with the same key", async () => {
    answers = [done, done];
    await server.chat(request("a"), { headers: key });
    assertFailed(
      await server.chat(request("b"), { headers: key }),
      409,
      "VALIDATION_ERROR",
      /used for another request/,
    );
    const { server_id: _, ...bare } = request();
    const elsewhere = { ...key, "x-mcp-target-server": "files" };
    assertFailed(await server.chat(bare, { headers: elsewhere }), 409, "VALIDATION_ERROR", /another request/);
    assertFailed(
      await server.ask("POST", "/batch", { body: { requests: [request()] }, headers: key }),
      409,
      "VALIDATION_ERROR",
      /another request/,
    );
    assert.equal(held.calls.length, 1);
  });

  it("is each client's own", async () => {
    answers = [said("mine"), said("theirs")];
    await server.chat(request("a"), { headers: key });
    const theirs = await server.chat(request("a"), { headers: key, client: "other" });
    assert.equal(theirs.body.tool_output?.content[0]?.text, "theirs");
  });

  it("keeps a failure of the server, and nothing that certainly did nothing", async () => {
    answers = [
      new HubError("rate-limited", "Too many.", { sent: "no", retryAfterMs: 1500 }),
      new HubError("transport", "It broke."),
      done,
    ];
    const limited = await server.chat(request(), { headers: key });
    assertFailed(limited, 429, "MCP_RATE_LIMIT_EXCEEDED", /Too many/);
    assert.equal(limited.headers.get("retry-after"), "2");
    assertFailed(await server.chat(request(), { headers: key }), 502, "MCP_CONNECTION_ERROR", /It broke/);
    assertFailed(await server.chat(request(), { headers: key }), 502, "MCP_CONNECTION_ERROR", /It broke/);
    assert.equal(held.calls.length, 2);
  });

  it("ends after 24 hours", async () => {
    answers = [said("first"), said("second")];
    await server.chat(request(), { headers: key });
    clock.pass(24 * 3600 * 1000 - 1);
    assert.equal((await server.chat(request(), { headers: key })).body.tool_output?.content[0]?.text, "first");
    clock.pass(1);
    assert.equal((await server.chat(request(), { headers: key })).body.tool_output?.content[0]?.text, "second");
  });

  it("must be a key", async () => {
    const headers = { "idempotency-key": "k".repeat(256) };
    const reply = await server.chat(request(), { headers });
    assertFailed(reply, 400, "VALIDATION_ERROR", /1 to 255/);
    assert.deepEqual(reply.body.error?.details.fields?.[0]?.path, "Idempotency-Key");
  });

  it("holds for streams and batches, too", async () => {
    answers = [said("first"), said("second")];
    const accept = { ...key, accept: "text/event-stream" };
    const { text } = await server.chat(request(), { headers: key });
    const streamed = await server.chat(request(), { headers: accept });
    assert.equal(streamed.text, `event: result\ndata: ${text}\n\n`);
    const batch = { body: { requests: [request()] }, headers: { "idempotency-key": "k-2" } };
    const first = await server.ask("POST", "/batch", batch);
    assert.equal((await server.ask("POST", "/batch", batch)).text, first.text);
    assert.equal(held.calls.length, 2);
  });

  it("makes a batch again of which nothing was done, and none of which anything may have been", async () => {
    const undone = () => new HubError("rate-limited", "Too many.", { sent: "no" });
    answers = [undone(), undone(), said("first"), undone(), said("never")];
    const batch = () =>
      server.ask("POST", "/batch", {
        body: { requests: [request("a"), request("b")], mode: "sequential" },
        headers: key,
      });
    assert.equal((await batch()).body.status, "error");
    const partial = await batch();
    assert.equal(partial.body.status, "partial");
    assert.equal((await batch()).text, partial.text);
    assert.equal(held.calls.length, 4);
  });

  it("is for one address: the same body at another one is another request", async () => {
    const keys = new IdempotencyKeys(clock);
    const at = (path: string) => {
      const exchange = { request: { method: "POST", headers: key }, path } as unknown as Exchange;
      const about = { server: null, tool: null, request: "r" };
      return keyedAnswer(keys, { exchange, client: aClient("one"), about, text: "{}" }, async () => okAnswer({ path }));
    };
    assert.equal((await at("/services/issues/close")).status, 200);
    assert.equal((await at("/services/issues/reopen")).status, 409);
  });
});
