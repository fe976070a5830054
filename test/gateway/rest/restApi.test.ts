import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { assertFailed } from "../../support/assertFailed";
import { aClient, RestServer, restParts } from "../../support/restServer";

describe("the REST API", () => {
  const defects: unknown[] = [];
  let server: RestServer;

  before(async () => {
    server = await RestServer.start(
      restParts({
        requests: { callTool: () => Promise.reject(new TypeError("cannot read properties of undefined")) },
        metrics: () => ({ contentType: "text/plain; version=0.0.4; charset=utf-8", text: "up 1\n" }),
        report: (query) => {
          if (query.get("period") === "bad") throw new HubError("bad-arguments", "There is no such period.");
          return { period: query.get("period") };
        },
        onDefect: (error) => defects.push(error),
      }),
      aClient("narrow", { scopes: [{ servers: ["files"] }] }),
    );
  });
  after(() => server.stop());

  it("is not concerned with paths that are not its own", async () => {
    for (const path of ["/", "/mcp", "/api/v2/mcp/servers", "/api/v1/mcpx"])
      assert.equal(await (await server.fetch("GET", path)).text(), "");
  });

  it("says what it does not have", async () => {
    for (const path of ["", "/", "/nothing", "/servers//tools", "/servers/a/b", "/chat/more", "/constructor"])
      assertFailed(await server.ask("GET", path), 404, "ROUTING_ERROR", /openapi\.json describes the API/);
    const posted = await server.ask("POST", "/servers");
    assertFailed(posted, 405, "VALIDATION_ERROR", /POST is not served here\. Use GET/);
    assert.equal(posted.headers.get("allow"), "GET, HEAD");
    assertFailed(await server.ask("GET", "/servers", { client: "nobody" }), 401, "AUTHENTICATION_FAILURE_API", /token/);
  });

  it("reports a defect, and tells the client only that there was one", async () => {
    const request = { server_id: "files", tool_name: "a", tool_input: {} };
    const reply = await server.chat(request, { headers: { "x-request-id": "r-9" } });
    assertFailed(reply, 500, "API_INTERNAL_ERROR", /look for r-9/);
    assert.ok(!reply.text.includes("undefined"));
    assert.equal(defects.length, 1);
    const [defect] = defects;
    assert.ok(defect instanceof HubError && defect.cause instanceof TypeError);
    assert.match(defect.message, /r-9.*cannot read properties/);
  });

  it("serves figures and reports where it is given them, to clients that may use every server", async () => {
    const metrics = await server.ask("GET", "/metrics");
    assert.equal(metrics.text, "up 1\n");
    assert.equal(metrics.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert.deepEqual((await server.ask("GET", "/report?period=day")).body, { period: "day" });
    assertFailed(await server.ask("GET", "/report?period=bad"), 400, "VALIDATION_ERROR", /no such period/);
    for (const path of ["/metrics", "/report"])
      assertFailed(await server.ask("GET", path, { client: "narrow" }), 403, "AUTHORIZATION_ERROR", /all of them/);
    const bare = await RestServer.start(restParts());
    assert.equal((await bare.ask("GET", "/metrics")).status, 404);
    await bare.stop();
  });
});
