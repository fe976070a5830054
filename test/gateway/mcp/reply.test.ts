import assert from "node:assert/strict";
import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { HttpExchange } from "../../../src/gateway/http/httpExchange";
import { StreamLog } from "../../../src/gateway/mcp/legacy/streamLog";
import { Reply } from "../../../src/gateway/mcp/reply";
import { FakeClock } from "../../support/fakeClock";

/** A response that keeps what is written to it. */
class Kept extends ServerResponse {
  text = "";
  status = 0;

  override writeHead(status: number, headers?: unknown) {
    this.status = status;
    return super.writeHead(status, headers as OutgoingHttpHeaders);
  }
  override write(text: string) {
    this.text += text;
    return true;
  }
  override end(text?: unknown) {
    if (typeof text === "string") this.text += text;
    return super.end();
  }
}

describe("the response to one POST", () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });
  const post = (accept?: string) => {
    const request = new IncomingMessage(new Socket());
    if (accept !== undefined) request.headers.accept = accept;
    const response = new Kept(request);
    return { exchange: new HttpExchange(request, response, "/mcp", "", "id", 0), response };
  };
  const streaming = "application/json, text/event-stream";
  const event = (id: string, json: string) => `id: ${id}\ndata: ${json}\n\n`;
  const aLog = () => new StreamLog(3, true, () => {});

  it("is JSON where the answer is all there is, with a status of its own", () => {
    const { exchange, response } = post(streaming);
    const reply = new Reply(exchange, clock, aLog);
    reply.finish('{"a":1}', 404);
    reply.finish('{"a":2}');
    reply.notify('{"a":3}');
    assert.deepEqual([response.status, response.text], [404, '{"a":1}']);
    assert.equal(reply.canResume, false);
    assert.equal(clock.background, 0);
  });

  for (const [accept, canStream] of [
    [streaming, true],
    ["*/*", true],
    ["application/json", false],
    [undefined, false],
  ] as const)
    it(`${canStream ? "becomes" : "is never"} a stream for a client that accepts ${accept}`, () => {
      const { exchange, response } = post(accept);
      const reply = new Reply(exchange, clock);
      assert.equal(reply.canStream, canStream);
      reply.notify('{"n":1}');
      reply.finish('{"n":2}', 400);
      assert.deepEqual(
        [response.status, response.text],
        canStream ? [200, 'data: {"n":1}\n\ndata: {"n":2}\n\n'] : [400, '{"n":2}'],
      );
      assert.ok(response.writableEnded);
      assert.equal(clock.waiting + clock.background, 0);
    });

  it("becomes a stream after ten seconds, which begins with an id to come back with", () => {
    const { exchange, response } = post(streaming);
    const reply = new Reply(exchange, clock, aLog);
    clock.pass(9999);
    assert.deepEqual([response.status, reply.canResume], [0, false]);
    clock.pass(1);
    assert.deepEqual([response.status, response.text, reply.canResume], [200, event("3-0", ""), true]);
    reply.finish("{}");
    assert.equal(response.text, event("3-0", "") + event("3-1", "{}"));
  });

  it("stays as it is once it is not waited for", () => {
    const { exchange, response } = post(streaming);
    new Reply(exchange, clock).dispose();
    clock.pass(60_000);
    assert.equal(response.status, 0);
  });

  it("gives a client that comes back what it has missed, and what comes then", () => {
    const first = post(streaming);
    const reply = new Reply(first.exchange, clock, aLog);
    for (const message of ["1", "2"]) reply.notify(message);
    const second = post(streaming);
    reply.resume(second.exchange, 1);
    assert.ok(first.response.writableEnded);
    assert.equal(second.response.text, event("3-2", "2"));
    reply.notify("3");
    reply.finish("4");
    assert.equal(second.response.text, event("3-2", "2") + event("3-3", "3") + event("3-4", "4"));
    assert.ok(second.response.writableEnded);
    const third = post(streaming);
    reply.resume(third.exchange, 3);
    assert.deepEqual([third.response.text, third.response.writableEnded], [event("3-4", "4"), true]);
  });

  it("knows whether its client is there", () => {
    const { exchange } = post(streaming);
    const reply = new Reply(exchange, clock, aLog);
    assert.equal(reply.isConnected, true);
    exchange.end();
    assert.equal(reply.isConnected, false);
    reply.notify("{}");
    assert.equal(reply.canResume, false, "there is no stream for a client that has left");
    const other = post(streaming);
    const streamed = new Reply(other.exchange, clock, aLog);
    streamed.notify("1");
    assert.equal(streamed.isConnected, true);
    other.response.emit("close");
    assert.equal(streamed.isConnected, false);
    streamed.resume(post(streaming).exchange, 0);
    assert.equal(streamed.isConnected, true);
  });
});
