import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { noAbort, openLinks } from "../../support/openLinks";

interface Asked {
  readonly id?: number;
  readonly method?: string;
}

/** Answers a message, and returns whether it did. */
type Odd = (message: Asked, response: ServerResponse) => boolean;

const json = (response: ServerResponse, value: object, status = 200, headers: Record<string, string> = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));

const error = (id: unknown, message: string) => ({ jsonrpc: "2.0", id, error: { code: -32602, message } });

describe("what a refusal means", function () {
  this.timeout(30_000);
  const open = openLinks();
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  /** A link to a server that answers so where `odd` does not, and what it was asked. */
  const linkTo = async (session = true) => {
    const asked: string[] = [];
    const state: { odd: Odd } = { odd: () => false };
    const server = createServer(async (request, response): Promise<unknown> => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      if (request.method !== "POST") return void response.writeHead(405).end();
      const message: Asked = JSON.parse(body);
      const { id, method = "" } = message;
      asked.push(method);
      if (id === undefined) return void response.writeHead(202).end();
      if (state.odd(message, response)) return undefined;
      const ok = (result: object) =>
        json(
          response,
          { jsonrpc: "2.0", id, result },
          200,
          session && method === "initialize" ? { "mcp-session-id": "s" } : {},
        );
      if (method === "initialize")
        return ok({
          protocolVersion: "2025-06-18",
          capabilities: { tools: {} },
          serverInfo: { name: "s", version: "1" },
        });
      if (method === "tools/list") return ok({ tools: [{ name: "city", inputSchema: { type: "object" } }] });
      if (method === "tools/call") return ok({ content: [] });
      if (method === "ping") return ok({});
      return json(response, { jsonrpc: "2.0", id, error: { code: -32601, message: "Method not found" } });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanUp.push(
      () => new Promise((resolve) => server.close(resolve)),
      () => server.closeAllConnections(),
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const { link, heard } = await open({ kind: "http", server: "web", url, headers: {}, protocol: "legacy" });
    const call = () => link.callTool("city", {}, { signal: noAbort() });
    const calls = () => asked.filter((method) => method === "tools/call").length;
    const only =
      (wanted: string, answer: (response: ServerResponse, id: number | undefined) => unknown): Odd =>
      ({ id, method }, response) => {
        if (method !== wanted) return false;
        answer(response, id);
        return true;
      };
    return { link, heard, asked, state, call, calls, only };
  };

  for (const status of [400, 404, 409, 422, 500, 501])
    it(`a tool's error that comes with HTTP ${status} is that error, told once`, async () => {
      const { state, call, calls, only, heard } = await linkTo();
      state.odd = only("tools/call", (response, id) => json(response, error(id, "The city is unknown"), status));
      await assert.rejects(call(), {
        code: "server-error",
        message: '"web" answered with an error: The city is unknown.',
      });
      assert.deepEqual([calls(), heard.losses], [1, []]);
    });

  it("a tool's error that speaks of a session of its own is that error", async () => {
    const { state, call, calls, only, heard } = await linkTo();
    state.odd = only("tools/call", (response, id) => json(response, error(id, "No such browser session"), 404));
    await assert.rejects(call(), { code: "server-error", message: /No such browser session/ });
    assert.deepEqual([calls(), heard.losses], [1, []]);
  });

  for (const [status, code] of [
    [400, "server-error"],
    [404, "server-error"],
    [413, "server-error"],
    [401, "needs-auth"],
    [403, "forbidden"],
  ] as const)
    it(`HTTP ${status} to one call of a server that answers otherwise is no lost session`, async () => {
      for (const session of [true, false]) {
        const { state, call, only, heard, link } = await linkTo(session);
        state.odd = only("tools/call", (response) => response.writeHead(status).end("Not this one"));
        await assert.rejects(call(), { code });
        assert.deepEqual(heard.losses, []);
        state.odd = () => false;
        assert.deepEqual((await call()).content, []);
        await link.ping(noAbort());
      }
    });

  for (const status of [400, 401, 403, 404])
    for (const body of ["", "Session expired", JSON.stringify(error(null, "Session not found"))])
      it(`HTTP ${status} to everything is a lost session: ${body || "an empty body"}`, async () => {
        const { state, call, heard } = await linkTo();
        state.odd = (_, response) => {
          response.writeHead(status).end(body);
          return true;
        };
        await assert.rejects(call(), { code: "session-lost", sent: "no" });
        assert.equal(heard.losses.length, 1);
      });

  it("HTTP 401 to everything that asks for credentials needs a sign-in", async () => {
    const { state, call, heard } = await linkTo();
    state.odd = (_, response) => {
      response.writeHead(401, { "www-authenticate": "Basic" }).end();
      return true;
    };
    await assert.rejects(call(), { code: "needs-auth" });
    assert.equal(heard.losses[0]?.code, "needs-auth");
  });

  it("the refusals of many calls are looked into once", async () => {
    const { state, call, asked } = await linkTo();
    state.odd = (_, response) => {
      response.writeHead(404).end();
      return true;
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, call));
    assert.ok(outcomes.every((one) => one.status === "rejected" && one.reason.code === "session-lost"));
    assert.equal(asked.filter((method) => method === "ping").length, 1);
  });

  const pings: [what: string, answer: (response: ServerResponse, id: number | undefined) => unknown][] = [
    ...[400, 401, 403, 404, 405, 500, 501].map((status): (typeof pings)[number] => [
      `HTTP ${status}`,
      (response) => response.writeHead(status).end(),
    ]),
    ...[400, 404, 500].map((status): (typeof pings)[number] => [
      `HTTP ${status} with an error`,
      (response, id) => json(response, error(id, "no ping here"), status),
    ]),
    ["an error", (response, id) => json(response, error(id, "no ping here"))],
  ];
  for (const [what, answer] of pings)
    it(`${what} to a ping is a sign of life`, async () => {
      const { state, only, link, heard, call } = await linkTo();
      state.odd = only("ping", answer);
      await assert.rejects(link.ping(noAbort()), { code: "server-error", outage: undefined });
      assert.deepEqual(heard.losses, []);
      assert.deepEqual((await call()).content, []);
    });

  for (const status of [502, 503, 504])
    it(`HTTP ${status} to a ping says that the server is away`, async () => {
      const { state, only, link } = await linkTo();
      state.odd = only("ping", (response) => response.writeHead(status).end());
      await assert.rejects(link.ping(noAbort()), { code: "server-error", outage: true });
    });

  it("a ping that speaks of the session tells that it is lost, unless the server still answers over it", async () => {
    const { state, only, link, heard } = await linkTo();
    const forgotten = (response: ServerResponse) => json(response, error(null, "Session not found"), 404);
    state.odd = only("ping", forgotten);
    await assert.rejects(link.ping(noAbort()), { code: "server-error" });
    assert.deepEqual(heard.losses, []);
    state.odd = (_, response) => {
      forgotten(response);
      return true;
    };
    await assert.rejects(link.ping(noAbort()), { code: "session-lost" });
    assert.equal(heard.losses.length, 1);
  });
});
