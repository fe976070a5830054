import assert from "node:assert/strict";
import { type JSONRPCMessage, SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import { HttpSse } from "../../../src/mcp/http/httpSse";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { eventStream, type ScriptedResponse, scriptedClient } from "../../support/scriptedHttp";

const call: JSONRPCMessage = { jsonrpc: "2.0", id: 1, method: "tools/call", params: {} };
const result = { jsonrpc: "2.0", id: 1, result: {} } as const;
const never = new Promise<string>(() => {});
const endpoint = "event: endpoint\ndata: /messages?s=1\n\n";
const open: ScriptedResponse = { headers: eventStream, parts: [endpoint, never] };

/** A transport to a server whose stream is this one, and that answers to messages so. */
function world(stream: ScriptedResponse | Error, answer: ScriptedResponse | Error = { status: 202 }) {
  const scripted = scriptedClient((request) => (request.method === "GET" ? stream : answer));
  const heard: unknown[] = [];
  const clock = new FakeClock();
  const transport = new HttpSse({
    server: "web",
    url: new URL("https://far.example/sse"),
    headers: { "x-key": "abc" },
    client: scripted.client,
    clock,
    toNetworkError: (error) => new HubError("transport", `no answer: ${error instanceof Error ? error.message : ""}`),
    onTooLarge: ({ code }) => heard.push(`too large: ${code}`),
    messageLimit: 200,
  });
  transport.onmessage = (message, info) => heard.push([message, info?.bytes]);
  transport.onerror = (error) => heard.push(error.message);
  transport.onclose = () => heard.push("closed");
  return { ...scripted, transport, heard, clock };
}

describe("HTTP+SSE", () => {
  it("posts its messages to the address that the first event of the stream names", async () => {
    const { transport, sent } = world(open);
    await transport.start();
    transport.setProtocolVersion("2024-11-05");
    await transport.send(call);
    assert.deepEqual(
      sent.map(({ method, url }) => `${method} ${url.href}`),
      ["GET https://far.example/sse", "POST https://far.example/messages?s=1"],
    );
    const [get, post] = sent.map(({ headers }) => headers);
    assert.deepEqual([get?.accept, get?.["x-key"]], ["text/event-stream", "abc"]);
    assert.deepEqual(
      [post?.["content-type"], post?.["x-key"], post?.["mcp-protocol-version"]],
      ["application/json", "abc", "2024-11-05"],
    );
    assert.deepEqual(JSON.parse(sent[1]?.body ?? ""), call);
  });

  it("stays with the first address, and hears the messages of the stream", async () => {
    const data = JSON.stringify(result);
    const other = "event: endpoint\ndata: /other\n\nevent: x\ndata: /other\n\n";
    const { transport, sent, heard } = world({ ...open, parts: [endpoint, other, `data: ${data}\n\n`, never] });
    await transport.start();
    await transport.send(call);
    await turns();
    assert.equal(sent[1]?.url.pathname, "/messages");
    assert.deepEqual(heard, [[result, data.length]]);
  });

  it("sends nothing before it has an address, and nothing once it is closed", async () => {
    const { transport, sent, state, aborted, heard } = world(open);
    await assert.rejects(transport.send(call), { code: "not-connected" });
    await transport.start();
    await transport.close();
    await transport.close();
    await assert.rejects(transport.send(call), { code: "not-connected" });
    assert.deepEqual([sent.length, aborted[0], state.disposed > 0, heard], [1, 0, true, ["closed"]]);
  });

  it("is refused with the status of the server", async () => {
    const { transport } = world({ status: 404, headers: eventStream, parts: ["Not here."] });
    await assert.rejects(transport.start(), (error) => {
      assert.ok(error instanceof SdkHttpError);
      assert.deepEqual([error.status, error.message], [404, "The server refused the stream: Not here."]);
      return true;
    });
  });

  it("does not take another answer for the stream", async () => {
    const { transport } = world({ headers: { "content-type": "text/html" }, parts: ["<p>"] });
    await assert.rejects(transport.start(), { code: "protocol", message: /its answer is not a stream of events/ });
    const { transport: created } = world({ status: 201, headers: eventStream });
    await assert.rejects(created.start(), SdkHttpError);
  });

  it("fails where no answer comes", async () => {
    const { transport } = world(new Error("refused"));
    await assert.rejects(transport.start(), { code: "transport", message: "no answer: refused" });
  });

  for (const address of ["https://other.example/x", "http://far.example/x", "http://["])
    it(`sends nothing to ${address}: its credentials are not for other servers`, async () => {
      const { transport, aborted, heard } = world({
        headers: eventStream,
        parts: [`event: endpoint\ndata: ${address}\n\n`],
      });
      await assert.rejects(transport.start(), {
        code: "protocol",
        message: /address for messages is on another server/,
      });
      await assert.rejects(transport.send(call), { code: "not-connected" });
      await turns();
      assert.deepEqual([aborted, heard], [[0], ["closed"]]);
    });

  it("fails where the stream ends before it has named an address", async () => {
    const { transport, heard } = world({ headers: eventStream, parts: [] });
    await assert.rejects(transport.start(), { code: "protocol", message: /before it named an address/ });
    assert.deepEqual(heard, ["closed"]);
  });

  it("fails where the stream breaks before that", async () => {
    const { transport, heard } = world({ headers: eventStream, parts: [], broken: new Error("reset") });
    await assert.rejects(transport.start(), { code: "transport", message: "no answer: reset" });
    assert.deepEqual(heard, ["no answer: reset", "closed"]);
  });

  it("is closed with its stream: the session is gone with it", async () => {
    const { transport, heard } = world({ headers: eventStream, parts: [endpoint] });
    await transport.start();
    await turns();
    assert.deepEqual(heard, ["closed"]);
    await assert.rejects(transport.send(call), { code: "not-connected" });
  });

  it("reports what it cannot read, and goes on", async () => {
    const parts = [endpoint, "data: {\n\n", `data: ${JSON.stringify(result)}\n\n`, never];
    const { transport, heard } = world({ headers: eventStream, parts });
    await transport.start();
    await turns();
    assert.equal(heard.length, 2);
    assert.match(String(heard[0]), /JSON/);
  });

  it("stops reading at an event over the limit", async () => {
    const parts = [endpoint, `data: ${"x".repeat(300)}\n\n`];
    const { transport, heard, aborted } = world({ headers: eventStream, parts });
    await transport.start();
    await turns();
    assert.deepEqual(aborted, [0]);
    assert.deepEqual([heard[0], heard.at(-1)], ["too large: protocol", "closed"]);
  });

  it("hears the answer of a server that sends it with the response to the message", async () => {
    const body = JSON.stringify(result);
    for (const status of [200, 299]) {
      const { transport, heard } = world(open, { status, parts: [body] });
      await transport.start();
      await transport.send(call);
      await turns();
      assert.deepEqual(heard, [[result, body.length]]);
    }
  });

  it("hears no answer that comes after its end", async () => {
    let arrive = (_: string) => {};
    const late = new Promise<string>((resolve) => (arrive = resolve));
    const { transport, heard } = world(open, { status: 200, parts: [late] });
    await transport.start();
    await transport.send(call);
    await transport.close();
    arrive(JSON.stringify(result));
    await turns();
    assert.deepEqual(heard, ["closed"]);
  });

  it("takes an error in a refusal for the answer, and fails with any other refusal", async () => {
    const error = { jsonrpc: "2.0", id: 1, error: { code: 1, message: "No" } };
    const body = JSON.stringify(error);
    const refused = world(open, { status: 400, parts: [body] });
    await refused.transport.start();
    await refused.transport.send(call);
    assert.deepEqual(refused.heard, [[error, body.length]]);
    for (const status of [300, 404]) {
      const { transport, heard } = world(open, { status, parts: ["Gone."] });
      await transport.start();
      await assert.rejects(transport.send(call), (failure) => {
        assert.ok(failure instanceof SdkHttpError);
        assert.deepEqual([failure.status, failure.message], [status, "The server refused the message: Gone."]);
        return true;
      });
      assert.deepEqual(heard, []);
    }
  });

  it("fails a message that gets no answer", async () => {
    const { transport } = world(open, new Error("reset"));
    await transport.start();
    await assert.rejects(transport.send(call), { code: "transport", message: "no answer: reset" });
  });

  it("aborts the messages that are open when it is closed, and none that is done", async () => {
    const { transport, aborted, sent } = world(open, { status: 202 });
    await transport.start();
    await transport.send(call);
    await turns();
    const waiting = world(open, { status: 202, parts: [never] });
    await waiting.transport.start();
    await waiting.transport.send(call);
    await Promise.all([transport.close(), waiting.transport.close()]);
    assert.deepEqual([sent.length, aborted, waiting.aborted], [2, [0], [0, 1]]);
  });
});
