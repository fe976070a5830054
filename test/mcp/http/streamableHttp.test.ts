import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import { NodeHttpClient } from "../../../src/mcp/http/client/nodeHttpClient";
import { StreamableHttp } from "../../../src/mcp/http/streamableHttp";
import { FakeClock } from "../../support/fakeClock";

type Answer = (request: IncomingMessage, response: ServerResponse, message: { id?: number; method?: string }) => void;

const request = (id: number, method = "tools/call"): JSONRPCMessage => ({ jsonrpc: "2.0", id, method, params: {} });
const initialized: JSONRPCMessage = { jsonrpc: "2.0", method: "notifications/initialized" };
const result = (id: unknown, value: object = {}) => JSON.stringify({ jsonrpc: "2.0", id, result: value });
const stream = { "content-type": "text/event-stream" };

describe("Streamable HTTP", function () {
  this.timeout(30_000);
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  /** A transport to a server that answers so, and what it hears. */
  const open = async (answer: Answer, messageLimit?: number) => {
    const seen: { method: string; headers: IncomingMessage["headers"] }[] = [];
    const server = createServer(async (incoming, response) => {
      const { method = "", headers } = incoming;
      seen.push({ method, headers });
      let body = "";
      for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
      answer(incoming, response, body ? JSON.parse(body) : {});
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const clock = new FakeClock();
    const floods: HubError[] = [];
    const transport = new StreamableHttp({
      server: "web",
      url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`),
      headers: { "x-key": "abc" },
      client: new NodeHttpClient({}),
      clock,
      toNetworkError: (error) => new HubError("transport", "no answer", { cause: error }),
      onTooLarge: (error) => floods.push(error),
      ...(messageLimit !== undefined && { messageLimit }),
    });
    const heard: JSONRPCMessage[] = [];
    const errors: Error[] = [];
    let wake = () => {};
    transport.onmessage = (message) => {
      heard.push(message);
      wake();
    };
    transport.onerror = (error) => {
      errors.push(error);
      wake();
    };
    cleanUp.push(
      () => new Promise((resolve) => server.close(resolve)),
      () => server.closeAllConnections(),
      () => transport.close(),
    );
    const until = async (done: () => boolean) => {
      while (!done())
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 5);
        });
    };
    return { transport, heard, errors, floods, seen, clock, until };
  };

  const finished = (response: ServerResponse) => new Promise((resolve) => response.once("close", resolve));

  it("stops reading a response that stays open after the answer, and leaves the others", async () => {
    const left: ServerResponse[] = [];
    const { transport, heard, clock, until } = await open((_, response, { id }) => {
      left.push(response);
      response.writeHead(200, stream);
      if (id !== 3) response.write(`data: ${result(id)}\n\n`);
      else response.write(": working\n\n");
    });
    for (const id of [1, 2, 3]) await transport.send(request(id));
    await until(() => heard.length === 2);
    const closed = Promise.all(left.slice(0, 2).map(finished));
    clock.pass(250);
    assert.deepEqual(
      left.map(({ closed }) => closed),
      [false, false, false],
    );
    clock.pass(250);
    await closed;
    assert.equal(left[2]?.closed, false);
    left[2]?.write(`data: ${result(3)}\n\n`);
    await until(() => heard.length === 3);
    const last = finished(left[2] ?? assert.fail());
    clock.pass(500);
    await last;
  });

  it("uses the connection of a response again that ends by itself", async () => {
    const ports = new Set<number | undefined>();
    const { transport, heard, until } = await open((incoming, response, { id }) => {
      ports.add(incoming.socket.remotePort);
      response.writeHead(200, stream).end(`data: ${result(id)}\n\n`);
    });
    for (const id of [1, 2, 3]) {
      await transport.send(request(id));
      await until(() => heard.length === id);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(ports.size, 1);
  });

  it("goes on where a notification is answered by a stream that stays open", async () => {
    let left: ServerResponse | undefined;
    const { transport, clock } = await open((_, response) => {
      left ??= response;
      response.writeHead(200, stream).write(": open\n\n");
    });
    await transport.send({ jsonrpc: "2.0", method: "notifications/progress" });
    assert.ok(left);
    const closed = finished(left);
    clock.pass(250);
    await closed;
  });

  it("closes at once, however many responses are open", async () => {
    const { transport, seen, heard, until } = await open((incoming, response, { id }) => {
      if (incoming.method === "DELETE") return void response.end();
      if (id === 1)
        return void response
          .writeHead(200, { "content-type": "application/json", "mcp-session-id": "s" })
          .end(result(id));
      response.writeHead(200, stream).write(`data: ${result(id)}\n\n`);
    });
    await transport.send(request(1, "initialize"));
    const sends = Array.from({ length: 300 }, (_, at) => transport.send(request(at + 2)).catch(() => {}));
    await until(() => heard.length >= 256); // every connection of the pool is in use
    await transport.close();
    await Promise.all(sends);
    assert.equal(seen.at(-1)?.method, "DELETE");
  });

  const bodies: [what: string, status: number, body: string, ids: readonly unknown[]][] = [
    ["an answer in a 202", 202, result(1), [1]],
    ["an answer of nobody", 200, '{"jsonrpc":"2.0","id":null,"result":{}}', [1]],
    ["an error with another id", 200, '{"jsonrpc":"2.0","id":"server-error","error":{"code":1,"message":"No"}}', [1]],
    ["a batch with the answer", 200, `[${result(7)},${result(1)}]`, [7, 1]],
    ["another answer", 200, result(7), [7, "ended"]],
    ["an empty batch", 200, "[]", [1]],
    ["only a notification", 200, '{"jsonrpc":"2.0","method":"notifications/x"}', ["notifications/x", "ended"]],
    ["no JSON", 200, "hello", [1]],
    ["nothing", 200, "", [1]],
    ["a 202 without an answer", 202, "", ["ended"]],
    ["a 202 with words", 202, "Accepted", ["ended"]],
  ];
  for (const [what, status, body, ids] of bodies)
    it(`settles its request after a body with ${what}`, async () => {
      const { transport, heard } = await open((_, response) =>
        response.writeHead(status, { "content-type": "application/json" }).end(body),
      );
      const ends: string[] = [];
      await transport.send(request(1), { onRequestStreamEnd: () => ends.push("ended") });
      assert.deepEqual([...heard.map((one) => ("method" in one ? one.method : one.id)), ...ends], ids);
    });

  it("waits for the answer to a request that was only accepted, where the server has a stream of its own", async () => {
    let own: ServerResponse | undefined;
    const { transport, heard, until } = await open((incoming, response, { id }) => {
      if (incoming.method === "GET") own = response.writeHead(200, stream);
      else response.writeHead(202).end();
      own?.write(id === undefined ? ": open\n\n" : `data: ${result(id)}\n\n`);
    });
    await transport.send(initialized);
    await until(() => own !== undefined);
    let ends = 0;
    await transport.send(request(1), { onRequestStreamEnd: () => ends++ });
    await until(() => heard.length === 1);
    assert.equal(ends, 0);
  });

  it("keeps the session and the version of its handshake", async () => {
    const { transport, seen, heard } = await open((_, response, { id }) =>
      response
        .writeHead(200, { "content-type": "application/json; charset=utf-8", "mcp-session-id": `s${id}` })
        .end(result(id)),
    );
    await transport.send(request(1, "initialize"));
    transport.setProtocolVersion("2025-11-25");
    await transport.send(request(2));
    assert.equal(heard.length, 2);
    assert.equal(transport.sessionId, "s1");
    const { headers } = seen[1] ?? {};
    assert.deepEqual(
      [headers?.["mcp-session-id"], headers?.["mcp-protocol-version"], headers?.["x-key"], headers?.accept],
      ["s1", "2025-11-25", "abc", "application/json, text/event-stream"],
    );
  });

  for (const megabytes of [10, 100])
    it(`reads an answer of ${megabytes} MB, in a stream and without one`, async () => {
      const text = "x".repeat(megabytes * 1024 * 1024);
      const { transport, heard, until } = await open(
        (_, response, { id }) => {
          if (id === 1) response.writeHead(200, stream).end(`data: ${result(id, { text })}\n\n`);
          else response.writeHead(200, { "content-type": "application/json" }).end(result(id, { text }));
        },
        256 * 1024 * 1024,
      );
      for (const id of [1, 2]) {
        await transport.send(request(id));
        await until(() => heard.length === id);
        const [message] = heard.slice(-1);
        assert.ok(message && "result" in message);
        assert.equal(message.result.text, text);
      }
    }).timeout(120_000);

  for (const type of ["text/event-stream", "application/json"])
    it(`gives an answer up that is over the limit (${type})`, async () => {
      const { transport, heard, floods, until } = await open((_, response, { id }) => {
        response.writeHead(200, { "content-type": type });
        response.write(`${type.startsWith("text") ? "data: " : ""}{"id":${id},"result":"${"x".repeat(3_000_000)}`);
      }, 1024 * 1024);
      const message = /"web" was disconnected: it sent a message of more than 1 MB/;
      if (type === "application/json") await assert.rejects(transport.send(request(1)), { code: "protocol", message });
      else {
        await transport.send(request(1));
        await until(() => heard.length === 1);
        const [answer] = heard;
        assert.ok(answer && "error" in answer);
        assert.match(answer.error.message, message);
      }
      assert.deepEqual(
        floods.map(({ code }) => code),
        ["protocol"],
      );
    });

  it("fails the request whose stream breaks, at once and with the reason", async () => {
    const { transport, heard, until } = await open((_, response) => {
      response.writeHead(200, stream).write(": here\n\n");
      setTimeout(() => response.destroy(), 20);
    });
    let ended = 0;
    await transport.send(request(1), { onRequestStreamEnd: () => ended++ });
    await until(() => heard.length === 1 && ended === 1);
    const [answer] = heard;
    assert.ok(answer && "error" in answer);
    assert.equal(answer.error.message, "no answer");
  });

  it("resumes a stream after its last event, when the server asks for it", async () => {
    const { transport, heard, seen, clock, until } = await open((incoming, response) => {
      if (incoming.method === "POST") response.writeHead(200, stream).end("id: 7\nretry: 500\ndata:\n\n");
      else response.writeHead(200, stream).end(`data: ${result(1)}\n\n`);
    });
    let ended = 0;
    await transport.send(request(1), { onRequestStreamEnd: () => ended++ });
    await until(() => clock.waiting > 0);
    clock.pass(499);
    assert.equal(seen.length, 1);
    clock.pass(1);
    await until(() => heard.length === 1);
    assert.deepEqual([seen[1]?.method, seen[1]?.headers["last-event-id"], ended], ["GET", "7", 0]);
  });

  it("asks less and less often for a stream that is closed again and again", async () => {
    const { transport, seen, clock, until } = await open((incoming, response) =>
      incoming.method === "GET" ? response.writeHead(200, stream).end() : response.writeHead(202).end(),
    );
    await transport.send(initialized);
    const asked = () => seen.filter(({ method }) => method === "GET").length;
    for (let second = 0; second < 60; second++) {
      await until(() => clock.waiting > 0);
      clock.pass(1000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.ok(asked() >= 4 && asked() <= 8, `${asked()} requests in a minute`);
  });

  it("receives the server's own messages, and reports that its session is gone", async () => {
    let times = 0;
    const { transport, heard, errors, clock, until } = await open((incoming, response) => {
      if (incoming.method === "POST") return response.writeHead(202).end();
      if (++times > 1) return response.writeHead(404).end("no session");
      return response.writeHead(200, stream).end('data: {"jsonrpc":"2.0","method":"notifications/x"}\n\n');
    });
    await transport.send(initialized);
    await until(() => heard.length === 1 && clock.waiting > 0);
    clock.pass(1000);
    await until(() => errors.length === 1);
    assert.ok(errors[0] instanceof SdkHttpError);
    assert.equal(errors[0].status, 404);
  });

  it("does without a stream where the server has none", async () => {
    const { transport, errors, seen, clock, until } = await open((incoming, response) =>
      response.writeHead(incoming.method === "GET" ? 405 : 202).end(),
    );
    await transport.send(initialized);
    await until(() => seen.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual([errors, clock.waiting], [[], 0]);
  });

  it("reports a refusal with its status and its body", async () => {
    const { transport } = await open((_, response) => response.writeHead(401).end("who are you"));
    await assert.rejects(transport.send(request(1)), (error) => {
      assert.ok(error instanceof SdkHttpError);
      assert.deepEqual([error.status, error.data.text], [401, "who are you"]);
      return true;
    });
  });

  it("gives one request up without the others", async () => {
    const { transport, heard, until } = await open((_, response, { id }) => {
      response.writeHead(200, stream).flushHeaders();
      if (id === 2) setTimeout(() => response.end(`data: ${result(id)}\n\n`), 50);
    });
    const abort = new AbortController();
    let ended = 0;
    await transport.send(request(1), { requestSignal: abort.signal, onRequestStreamEnd: () => ended++ });
    await transport.send(request(2));
    abort.abort();
    await until(() => heard.length === 1);
    assert.equal(ended, 0);
  });

  it("sends nothing once it was closed", async () => {
    const { transport } = await open((_, response) => response.writeHead(202).end());
    await transport.close();
    await assert.rejects(transport.send(initialized), { code: "not-connected" });
  });
});
