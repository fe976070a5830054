import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { withoutLoginShell } from "../../support/aComposedHub";
import { post } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";
import { WholeGateway } from "../../support/wholeGateway";

const said = (text: string) => ({ content: [{ type: "text", text }] });
const ping = { jsonrpc: "2.0", id: 1, method: "ping" };

describe("odd requests to the whole gateway", function () {
  this.timeout(60_000);
  let [one, two]: ScriptedServer[] = [];
  let gateway: WholeGateway;
  let running = 0;
  let most = 0;
  withoutLoginShell();

  before(async () => {
    const slowly = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      return said("slow");
    };
    [one, two] = await Promise.all([
      startScriptedServer({}, { echo: () => said("one"), slowly }),
      startScriptedServer({}, { echo: () => said("two") }),
    ]);
    gateway = await WholeGateway.start({ one: { url: one.url }, two: { url: two.url } });
  });
  beforeEach(() => {
    most = 0;
  });
  after(async () => {
    await gateway.close();
    await Promise.all([one?.stop(), two?.stop()]);
  });

  const bearer = (token = gateway.token) => ({ authorization: `Bearer ${token}` });
  /** Sends a message to a path that no client library would send as it stands. */
  const send = async (path: string, message: object, token?: string) => {
    const { port } = gateway.gateway;
    const headers = {
      ...bearer(token),
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    };
    const sent = httpRequest({ host: "127.0.0.1", port, path, method: "POST", headers, agent: false });
    sent.end(JSON.stringify(message));
    const [response] = await once(sent, "response");
    let text = "";
    for await (const part of response) text += part;
    return { status: Number(response.statusCode), text };
  };
  const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };

  describe("with tricks in the name of the server", () => {
    let narrow: string;
    before(async () => {
      narrow = await gateway.client("narrow", { scopes: [{ servers: ["one"] }] });
    });

    const tricks: readonly [path: string, status: number][] = [
      ["/mcp/one/../two", 400],
      ["/mcp/./two", 400],
      ["/mcp/one/..%2ftwo", 400],
      ["/mcp/%2e%2e/mcp/two", 400],
      ["/mcp/one%2f%2e%2e%2ftwo", 400],
      ["/mcp/one%252f..%252ftwo", 400],
      ["/mcp//two", 400],
      ["/mcp/one%5c..%5ctwo", 400],
      ["/mcp/one%00two", 400],
      ["/mcp/one%0d%0atwo", 400],
      ["/mcp/%ff", 400],
      ["/mcp/one%2ftwo", 404],
      ["/mcp/one;two", 404],
      ["/mcp/ONE", 404],
      ["/mcp/one.", 404],
      ["/mcp/o*", 404],
      ["/mcp/__proto__", 404],
      ["/mcp/constructor", 404],
      ["/mcp/p", 404],
      ["/mcp/p/", 404],
      ["/mcp/p/__proto__", 404],
      [`/mcp/${"n".repeat(5000)}`, 400],
      ["/mcp/two", 403],
      ["/mcp/two/", 403],
      ["/mcp/tw%6f", 403],
    ];
    for (const [path, status] of tricks)
      it(`${path.slice(0, 40)}: ${status}, and nothing of another server`, async () => {
        const answer = await send(path, list, narrow);
        assert.equal(answer.status, status, answer.text);
        assert.doesNotMatch(answer.text, /"tools"/);
      });

    it("and finds the server under its name, with a slash at the end and encoded", async () => {
      for (const path of ["/mcp/one", "/mcp/one/", "/mcp/%6fne"]) {
        const { status, text } = await send(path, list, narrow);
        assert.equal(status, 200);
        assert.deepEqual(
          JSON.parse(text).result.tools.map(({ name }: { name: string }) => name),
          ["echo", "slowly"],
        );
      }
    });
  });

  describe("that are malformed", () => {
    const bodies: readonly [what: string, body: string][] = [
      ["nothing", ""],
      ["half of an object", '{"jsonrpc":"2.0","id":1'],
      ["a text", '"ping"'],
      ["null", "null"],
      ["a number with an end", "1e"],
      ["two objects", `${JSON.stringify(ping)}${JSON.stringify(ping)}`],
      ["a list in a list", JSON.stringify([[ping]])],
      ["brackets without end", "[".repeat(1_000_000)],
      ["brackets with their ends", `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
      [
        "arguments that are nested without end",
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"one__echo","arguments":{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}}}`,
      ],
      [
        "the same in the era without a handshake",
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"one__echo","arguments":{"a":${'{"b":'.repeat(100_000)}1${"}".repeat(100_000)}},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}}`,
      ],
    ];
    for (const [what, body] of bodies)
      it(`MCP: ${what} is refused in the protocol's words, and the next message is answered`, async () => {
        const modern = { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "one__echo" };
        const headers = { ...bearer(), ...(body.includes("2026-07-28") && modern) };
        const answer = await post(`${gateway.gateway.url}/mcp`, body, headers);
        assert.equal(answer.status, 400);
        const { error } = await answer.last();
        assert.ok([-32700, -32600, -32602].includes(Number(error?.code)), JSON.stringify(error));
        assert.equal((await send("/mcp", ping)).status, 200);
      });

    for (const [what, body] of bodies)
      it(`REST: ${what} is refused by its form, and the next request is answered`, async () => {
        for (const path of ["/chat", "/batch"]) {
          const reply = await gateway.ask("POST", path, { body });
          assert.deepEqual([reply.status, reply.body.error?.code], [400, "VALIDATION_ERROR"]);
        }
        assert.equal((await gateway.chat("one", "echo")).status, 200);
      });
  });

  describe("that hold many", () => {
    const batch = (count: number) =>
      Array.from({ length: count }, (_, id) => ({
        jsonrpc: "2.0",
        id,
        method: "tools/call",
        params: { name: "one__slowly" },
      }));
    const opened = async (token: string) => {
      const params = { protocolVersion: "2025-03-26", capabilities: {}, clientInfo: { name: "b", version: "1" } };
      const body = { jsonrpc: "2.0", id: 0, method: "initialize", params };
      const answer = await post(`${gateway.gateway.url}/mcp`, body, bearer(token));
      await answer.all();
      const headers = { ...bearer(token), "mcp-session-id": answer.headers.get("mcp-session-id") ?? "" };
      return (body: unknown) => post(`${gateway.gateway.url}/mcp`, body, headers);
    };

    it("MCP: run no more at once than the client may, and are counted one by one", async () => {
      const token = await gateway.client("batcher", { limits: { concurrent: 3, perMinute: 12 } });
      const post = await opened(token);
      const whole = await post(batch(10));
      const answers = JSON.parse(await whole.text());
      assert.deepEqual(
        answers.map(({ id }: { id: number }) => id).toSorted((a: number, b: number) => a - b),
        batch(10).map(({ id }) => id),
      );
      assert.ok(most <= 3 && most > 1, `${most} at once`);
      const called = () => one?.heard.filter(({ method }) => method === "tools/call").length;
      const before = called();
      const refused = await post(batch(2));
      assert.equal(refused.status, 429);
      await refused.all();
      assert.equal(called(), before, "nothing of it was run");
    });

    it("MCP: more than a hundred, one of them initialize, or a message that is none: nothing of it is run", async () => {
      const post = await opened(gateway.token);
      const called = () => one?.heard.filter(({ method }) => method === "tools/call").length;
      const before = called();
      for (const body of [batch(101), [...batch(2), { nothing: true }], [...batch(2), 7]]) {
        const answer = await post(body);
        assert.equal(answer.status, 400);
        assert.equal((await answer.last()).error?.code, -32600);
      }
      assert.equal(called(), before);
      const params = { protocolVersion: "2025-03-26", capabilities: {}, clientInfo: { name: "b", version: "1" } };
      const answer = await post([{ jsonrpc: "2.0", id: 1, method: "initialize", params }]);
      assert.equal(answer.headers.get("mcp-session-id"), null);
      assert.doesNotMatch(await answer.text(), /serverInfo/);
    });

    it("REST: are counted one by one, all of them or none", async () => {
      const token = await gateway.client("rest", { limits: { perMinute: 5 } });
      const requests = (count: number) => ({
        requests: Array.from({ length: count }, () => ({ server_id: "one", tool_name: "echo", tool_input: {} })),
      });
      assert.equal((await gateway.ask("POST", "/batch", { token, body: requests(4) })).body.status, "success");
      const called = () => one?.heard.filter(({ method }) => method === "tools/call").length;
      const before = called();
      const refused = await gateway.ask("POST", "/batch", { token, body: requests(3) });
      assert.deepEqual([refused.status, refused.body.error?.code], [429, "RATE_LIMIT_EXCEEDED"]);
      assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/);
      assert.equal(called(), before);
    });

    it("REST: run one after the other, in order, where that is asked for", async () => {
      const requests = Array.from({ length: 5 }, (_, at) => ({
        server_id: "one",
        tool_name: "slowly",
        tool_input: { at },
        request_id: `r-${at}`,
      }));
      const before = one?.heard.length ?? 0;
      const body = { requests, mode: "sequential" };
      const reply = await gateway.ask("POST", "/batch", { body });
      assert.equal(most, 1);
      assert.deepEqual(
        reply.body.results?.map(({ original_request_id }) => original_request_id),
        requests.map(({ request_id }) => request_id),
      );
      const order = one?.heard.slice(before).filter(({ method }) => method === "tools/call");
      assert.deepEqual(
        order?.map(({ params }) => (params.arguments as { at?: number }).at),
        [0, 1, 2, 3, 4],
      );
    });
  });
});
