import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { StdioRelay } from "../../../src/gateway/relay/stdioRelay";
import { FakeClock } from "../../support/fakeClock";
import { until } from "../../support/until";

interface Asked {
  readonly method: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const initialize = { jsonrpc: "2.0", id: 0, method: "initialize", params: {} };
const list = (id: number) => ({ jsonrpc: "2.0", id, method: "tools/list", params: {} });
const result = (id: number, value: object = {}) => JSON.stringify({ jsonrpc: "2.0", id, result: value });

describe("a relay between stdio and the hub", () => {
  let asked: Asked[];
  let answer: (asked: Asked, response: ServerResponse) => void;
  let clock: FakeClock;
  let input: PassThrough;
  let written: string[];
  let reported: unknown[];
  let ended: Promise<void>;
  let hasEnded: () => boolean;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    const one = { method: request.method ?? "", headers: request.headers, body };
    asked.push(one);
    answer(one, response);
  });
  before(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  let isThere: boolean;
  beforeEach(() => {
    [asked, written, reported, isThere] = [[], [], [], true];
    clock = new FakeClock();
    input = new PassThrough();
    const output = new PassThrough();
    output.setEncoding("utf8").on("data", (text: string) => written.push(...text.trimEnd().split("\n")));
    answer = usual;
    const relay = new StdioRelay({
      input,
      output,
      target: async () => {
        if (!isThere) throw Object.assign(new Error("There is no hub."), { code: "ENOENT" });
        return { port: (server.address() as AddressInfo).port, path: "/mcp", headers: {} };
      },
      clock,
      report: (error) => reported.push(error),
    });
    let isOver = false;
    ended = relay.run().then(() => {
      isOver = true;
    });
    hasEnded = () => isOver;
  });
  afterEach(async () => {
    input.end();
    server.closeAllConnections();
    await until("the relay has ended", async () => {
      clock.pass(1000);
      await new Promise((resolve) => setImmediate(resolve));
      return hasEnded();
    });
  });

  const json = (response: ServerResponse, text: string, headers = {}, status = 200) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
  function usual({ method, body }: Asked, response: ServerResponse): void {
    if (method === "GET") json(response, '{"error":"no stream"}', {}, 405);
    else if (method === "DELETE") response.writeHead(200).end();
    else if (body.includes('"initialize"'))
      json(response, result(0, { protocolVersion: "2025-11-25" }), { "mcp-session-id": "s-1" });
    else json(response, result(JSON.parse(body).id));
  }
  const send = (...messages: readonly object[]) => {
    for (const message of messages) input.write(`${JSON.stringify(message)}\n`);
  };
  const posts = () => asked.filter(({ method }) => method === "POST");
  const hears = (count: number) => until("the client has heard it", () => written.length >= count);

  it("begins a session before anything else, names it from then on, and ends it", async () => {
    input.write("\n  \n");
    send(initialize, list(1));
    await hears(2);
    assert.deepEqual(written, [result(0, { protocolVersion: "2025-11-25" }), result(1)]);
    const [first, second] = posts();
    assert.equal(first?.headers["mcp-session-id"], undefined);
    const own = { session: second?.headers["mcp-session-id"], version: second?.headers["mcp-protocol-version"] };
    assert.deepEqual(own, { session: "s-1", version: "2025-11-25" });
    assert.equal(posts().length, 2);
    await until("it has asked for a stream", () => asked.some(({ method }) => method === "GET"));
    input.end();
    await ended;
    const last = asked.at(-1);
    assert.deepEqual([last?.method, last?.headers["mcp-session-id"]], ["DELETE", "s-1"]);
    assert.equal(written.length, 2, "what refuses the stream is not a message");
  });

  it("ends no session where none began", async () => {
    send(list(1));
    await hears(1);
    input.end();
    await ended;
    assert.deepEqual(
      asked.map(({ method }) => method),
      ["POST"],
    );
  });

  it("begins the session again where the hub no longer knows it, and the client hears nothing of that", async () => {
    let unknown = 1;
    answer = (one, response) => {
      if (one.body.includes("tools/list") && unknown-- > 0) json(response, "{}", {}, 404);
      else usual(one, response);
    };
    send(initialize, list(1));
    await hears(2);
    assert.equal(written[1], result(1));
    const handshakes = posts().filter(({ body }) => body.includes('"initialize"'));
    assert.deepEqual([handshakes.length, posts().length, written.length], [2, 4, 2]);
  });

  it("does so once: what is not known after that is a failure", async () => {
    answer = (one, response) =>
      one.body.includes("tools/list") ? json(response, "gone", {}, 404) : usual(one, response);
    send(initialize, list(1));
    await hears(2);
    const { id, error } = JSON.parse(written[1] ?? "");
    assert.deepEqual([id, error.code], [1, -32603]);
    assert.match(error.message, /status 404: gone/);
    assert.equal(reported.length, 1);
  });

  it("passes on what the hub tells without being asked, and opens its stream again after a second", async () => {
    let streams = 0;
    answer = (one, response) => {
      if (one.method !== "GET") return usual(one, response);
      streams++;
      response.writeHead(200, { "content-type": "text/event-stream" }).end(`data: {"n":${streams}}\n\n`);
    };
    send(initialize);
    await hears(2);
    assert.equal(written[1], '{"n":1}');
    await until("it waits", () => clock.background === 1);
    clock.pass(999);
    assert.equal(streams, 1);
    clock.pass(1);
    await hears(3);
    assert.equal(written[2], '{"n":2}');
  });

  it("writes a message that has lines as one line", async () => {
    answer = (_, response) => json(response, '{\n "jsonrpc": "2.0",\n "id": 1,\n "result": {}\n}');
    send(list(1));
    await hears(1);
    assert.deepEqual(written, [result(1)]);
  });

  it("looks for the hub again five times where none is there, and then says so", async () => {
    isThere = false;
    send(list(1), { jsonrpc: "2.0", method: "notifications/initialized" });
    for (let n = 0; n < 5; n++) {
      await until("it waits", () => clock.background === 2);
      clock.pass(499);
      assert.equal(clock.background, 2);
      clock.pass(1);
    }
    await hears(1);
    const { id, error } = JSON.parse(written[0] ?? "");
    assert.deepEqual([id, error.message], [1, "There is no hub."]);
    await until("both have failed", () => reported.length === 2);
    assert.deepEqual([written.length, clock.background], [1, 0]);
    isThere = true;
    send(list(2));
    await hears(2);
  });

  it("sends nothing again that may have reached the hub", async () => {
    answer = (_, response) => response.destroy();
    send(list(1));
    await hears(1);
    assert.equal(posts().length, 1);
    assert.ok(JSON.parse(written[0] ?? "").error);
  });

  describe("in the revision without a handshake", () => {
    const meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
    const modern = (id: number, method: string, params: object) => ({
      jsonrpc: "2.0",
      id,
      method,
      params: { ...params, _meta: meta },
    });

    it("repeats in headers what the body says", async () => {
      send(
        modern(1, "tools/call", { name: "read file" }),
        modern(2, "resources/read", { uri: "a:ü", name: "other" }),
        modern(3, "tools/list", {}),
        modern(4, "tools/call", { name: " read" }),
      );
      await hears(4);
      const heads = posts().map(({ headers, body }) => [
        JSON.parse(body).id,
        headers["mcp-protocol-version"],
        headers["mcp-method"],
        headers["mcp-name"],
      ]);
      const encoded = (text: string) => `=?base64?${Buffer.from(text).toString("base64")}?=`;
      assert.deepEqual(
        heads.toSorted((a, b) => a[0] - b[0]),
        [
          [1, "2026-07-28", "tools/call", "read file"],
          [2, "2026-07-28", "resources/read", encoded("a:ü")],
          [3, "2026-07-28", "tools/list", undefined],
          [4, "2026-07-28", "tools/call", encoded(" read")],
        ],
      );
    });

    it("closes the request that the client cancels, and nothing else is sent or said", async () => {
      let closed = 0;
      answer = (_, response) => response.on("close", () => closed++);
      send(modern(1, "tools/call", { name: "slow" }));
      await until("it runs", () => posts().length === 1);
      const cancel = (requestId: number) => ({
        jsonrpc: "2.0",
        method: "notifications/cancelled",
        params: { requestId, _meta: meta },
      });
      send(cancel(2));
      send(cancel(1));
      await until("it is closed", () => closed === 1);
      assert.deepEqual([posts().length, written, reported], [1, [], []]);
    });
  });
});
