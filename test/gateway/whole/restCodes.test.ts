import assert from "node:assert/strict";
import { systemClock } from "../../../src/core/kernel/clock";
import { HubError } from "../../../src/core/kernel/hubError";
import { FailedAttempts } from "../../../src/gateway/access/failedAttempts";
import { jwtAccess } from "../../../src/gateway/access/jwtAccess";
import { apiTypes } from "../../../src/gateway/rest/answers/apiCode";
import { withoutLoginShell } from "../../support/aComposedHub";
import { assertFailed } from "../../support/assertFailed";
import { type HttpFixture, startHttpFixture } from "../../support/fixtures";
import { fixture } from "../../support/restHub";
import type { Reply } from "../../support/restServer";
import { startTaskServer, type TaskServer } from "../../support/taskServer";
import { until } from "../../support/until";
import { WholeGateway } from "../../support/wholeGateway";

/** Each answer is compared with the served document by `WholeGateway.ask`. */
describe("the codes of the API, through the whole gateway", function () {
  this.timeout(30_000);
  let http: HttpFixture;
  let gateway: WholeGateway;
  let tasks: TaskServer;
  const defects: unknown[] = [];
  const reached = new Set<string>();
  withoutLoginShell();

  before(async () => {
    http = await startHttpFixture();
    tasks = await startTaskServer();
    gateway = await WholeGateway.start(
      {
        local: fixture(),
        remote: { url: http.url, retries: 0 },
        locked: { url: http.url, retries: 0 },
        asked: fixture(),
        off: { ...fixture(), enabled: false },
        broken: { command: "hub-test-no-such-command" },
        nameless: { command: process.execPath, env: { KEY: "${env:HUB_TEST_NOT_SET}" } },
        tasks: { url: tasks.url },
        short: { ...fixture(), callTimeoutSeconds: 1 },
      },
      {
        options: { policy: [{ do: "ask", server: "asked" }] },
        unready: ["off", "broken", "nameless"],
        ports: { ask: () => async () => ({ allow: false, unasked: true }) },
        report: (error) => defects.push(error),
        operations: {
          metrics: () => {
            throw new HubError("internal", "the secret inside");
          },
          report: () => ({}) as never,
        },
        access: (others) =>
          jwtAccess({
            keys: { file: "/nonexistent/keys.json" },
            issuer: "i",
            audience: "a",
            others,
            profiles: () => ({}),
            failed: new FailedAttempts({ clock: systemClock }),
            clock: systemClock,
            report: () => {},
          }),
      },
    );
  });
  after(async () => {
    await gateway.close();
    await Promise.all([http.stop(), tasks.stop()]);
  });

  const fails = (reply: Reply, status: number, code: keyof typeof apiTypes, says: RegExp) => {
    assertFailed(reply, status, code, says);
    assert.equal(reply.body.error?.type, apiTypes[code]);
    assert.doesNotMatch(reply.text, /\.ts:\d+|\bat \w+ \(/, "no stack");
    reached.add(code);
  };

  it("VALIDATION_ERROR: 400 with the path of the field, 405, 406, 409, 413 and 431", async () => {
    fails(await gateway.ask("POST", "/chat", { body: { server_id: "local" } }), 400, "VALIDATION_ERROR", /tool_name/);
    fails(await gateway.ask("POST", "/chat", { body: "{" }), 400, "VALIDATION_ERROR", /not JSON/);
    fails(await gateway.chat("local", "echo", { text: 7 }), 400, "VALIDATION_ERROR", /text/);
    fails(await gateway.ask("GET", "/servers?token=x"), 400, "VALIDATION_ERROR", /token in the address/);
    fails(await gateway.ask("DELETE", "/chat"), 405, "VALIDATION_ERROR", /Use POST/);
    const accept = "application/vnd.mcp-hub.v2+json";
    fails(await gateway.ask("GET", "/servers", { headers: { accept } }), 406, "VALIDATION_ERROR", /version 1/);
    const headers = { "idempotency-key": "k" };
    assert.equal((await gateway.chat("local", "echo", { text: "a" }, { headers })).status, 200);
    fails(await gateway.chat("local", "echo", { text: "b" }, { headers }), 409, "VALIDATION_ERROR", /another request/);
    const token = await gateway.client("small", { limits: { bodyBytes: 100 } });
    const long = { text: "x".repeat(100) };
    fails(await gateway.chat("local", "echo", long, { token }), 413, "VALIDATION_ERROR", /100 bytes/);
    const filler = "x".repeat(20_000);
    fails(await gateway.ask("GET", "/servers", { headers: { filler } }), 431, "VALIDATION_ERROR", /headers/);
  });

  it("AUTHENTICATION_FAILURE_API: 401, in a form that opens no sign-in", async () => {
    for (const token of [null, "mcphub_wrong"]) {
      const reply = await gateway.ask("GET", "/servers", { token });
      fails(reply, 401, "AUTHENTICATION_FAILURE_API", /token/);
      assert.equal(reply.headers.get("www-authenticate"), 'Bearer error="invalid_token"');
    }
  });

  it("AUTHORIZATION_ERROR: 403 out of scope, from a foreign page, and under a foreign name", async () => {
    const token = await gateway.client("narrow", { scopes: [{ servers: ["remote"] }] });
    fails(await gateway.chat("local", "echo", { text: "" }, { token }), 403, "AUTHORIZATION_ERROR", /"local"/);
    fails(await gateway.ask("GET", "/metrics", { token }), 403, "AUTHORIZATION_ERROR", /only some of the servers/);
    const origin = "https://evil.example";
    fails(await gateway.ask("GET", "/servers", { headers: { origin } }), 403, "AUTHORIZATION_ERROR", /origin/);
    const host = "evil.example";
    for (const path of ["/servers", "/health", "/openapi.json"])
      fails(await gateway.askRaw("GET", path, { host }), 403, "AUTHORIZATION_ERROR", /this name/);
  });

  it("APPROVAL_REQUIRED: 403 where nobody can be asked, with the setting", async () => {
    fails(await gateway.chat("asked", "echo", { text: "" }), 403, "APPROVAL_REQUIRED", /approval|policy/);
  });

  it("ROUTING_ERROR and TOOL_NOT_SUPPORTED: 404, with what there is", async () => {
    fails(await gateway.chat("none", "echo"), 404, "ROUTING_ERROR", /"none".*local/);
    fails(await gateway.ask("GET", "/servers/none/tools"), 404, "ROUTING_ERROR", /"none"/);
    fails(await gateway.chat("local", "nothing"), 404, "TOOL_NOT_SUPPORTED", /"nothing".*echo/);
  });

  it("RATE_LIMIT_EXCEEDED and MCP_RATE_LIMIT_EXCEEDED: 429, with how long to wait", async () => {
    const token = await gateway.client("busy", { limits: { perMinute: 1 } });
    assert.equal((await gateway.ask("GET", "/servers", { token })).status, 200);
    const own = await gateway.ask("GET", "/servers", { token });
    fails(own, 429, "RATE_LIMIT_EXCEEDED", /1 requests in a minute/);
    assert.match(own.headers.get("retry-after") ?? "", /^\d+$/);
    assert.equal(String(own.body.error?.details.retry_after_seconds), own.headers.get("retry-after"));
    const theirs = await gateway.chat("remote", "count", { key: "r", fault: 429, retryAfter: 120, times: 9 });
    fails(theirs, 429, "MCP_RATE_LIMIT_EXCEEDED", /remote/);
    assert.ok(Number(theirs.headers.get("retry-after")) > 60, theirs.headers.get("retry-after") ?? "none");
  });

  it("MCP_SERVER_ERROR: 502 for what the tool, and for what the server says, with its own words", async () => {
    const tool = await gateway.chat("local", "refuse");
    fails(tool, 502, "MCP_SERVER_ERROR", /no such file/);
    const server = await gateway.chat("local", "rpcError", { code: -32050, message: "out of cheese" });
    fails(server, 502, "MCP_SERVER_ERROR", /out of cheese/);
    assert.equal(server.body.error?.mcp_server_status_code, -32050);
  });

  it("DATA_TRANSFORMATION_ERROR: 502 for an answer that is none", async () => {
    fails(await gateway.chat("local", "garbledResult"), 502, "DATA_TRANSFORMATION_ERROR", /garbledResult|local/);
  });

  it("MCP_CONNECTION_ERROR: 502 broken off, 503 not there, 504 too late", async () => {
    fails(await gateway.chat("local", "crash"), 502, "MCP_CONNECTION_ERROR", /local/);
    fails(await gateway.chat("off", "echo", { text: "" }), 503, "MCP_CONNECTION_ERROR", /disabled/);
    fails(await gateway.chat("short", "hang"), 504, "MCP_CONNECTION_ERROR", /short/);
    const broken = await gateway.ask("GET", "/servers/broken/tools");
    fails(broken, 502, "MCP_CONNECTION_ERROR", /hub-test-no-such-command/);
  });

  it("MCP_AUTHENTICATION_FAILURE: 502, since 401 is about the token of the API alone", async () => {
    for (const status of [401, 403]) {
      const reply = await gateway.chat("locked", "count", { key: String(status), fault: status });
      fails(reply, 502, "MCP_AUTHENTICATION_FAILURE", /locked/);
      assert.equal(reply.headers.get("www-authenticate"), null);
    }
  });

  it("MCP_CLIENT_ERROR: 409 for a call that the person has stopped while its client waits", async () => {
    const reply = gateway.chat("tasks", "dig");
    await until("the task runs", () => tasks.begun.length > 0);
    const started = gateway.events.findLast((event) => event.type === "call.started" && event.server === "tasks");
    gateway.composed.hub.tasks.cancel(started?.type === "call.started" ? started.call : assert.fail("no call"));
    fails(await reply, 409, "MCP_CLIENT_ERROR", /was cancelled.*do not repeat it/);
  });

  it("MCP_CLIENT_ERROR: 404 for what the server says it does not have", async () => {
    const reply = await gateway.chat("local", "rpcError", { code: -32002, message: "no such page" });
    fails(reply, 404, "MCP_CLIENT_ERROR", /no such page/);
  });

  it("CONFIGURATION_ERROR: 500 for an entry to be corrected, 503 for keys of tokens that cannot be read", async () => {
    fails(await gateway.chat("nameless", "echo", { text: "" }), 500, "CONFIGURATION_ERROR", /HUB_TEST_NOT_SET/);
    const head = Buffer.from(JSON.stringify({ alg: "RS256" })).toString("base64url");
    const reply = await gateway.ask("GET", "/servers", { token: `${head}.e30.c2ln` });
    fails(reply, 503, "CONFIGURATION_ERROR", /keys of its issuer/);
    assert.equal(reply.headers.get("retry-after"), "5");
  });

  it("API_INTERNAL_ERROR: 500 without what is inside, which the log has", async () => {
    const reply = await gateway.ask("GET", "/metrics", { headers: { "x-request-id": "r-500" } });
    fails(reply, 500, "API_INTERNAL_ERROR", /r-500/);
    assert.doesNotMatch(reply.text, /secret inside/);
    assert.match(defects.map(String).join(), /secret inside/);
  });

  it("are all of them", () => assert.deepEqual([...reached].toSorted(), Object.keys(apiTypes).toSorted()));
});
