import assert from "node:assert/strict";
import { EventStream } from "../../../../src/core/hub/eventStream";
import { HubError } from "../../../../src/core/kernel/hubError";
import { readiness } from "../../../../src/gateway/rest/servers/health";
import type { ConnectionState } from "../../../../src/protocol/connectionState";
import type { HubPhase } from "../../../../src/protocol/hubEvent";
import { emptyView, type ServerView } from "../../../../src/protocol/hubView";
import { info } from "../../../support/fakeLink";
import { RestServer, restParts } from "../../../support/restServer";

const error = new HubError("exited", "It ended.");
const ready: ConnectionState = { kind: "ready", since: 0, info, losses: 0 };
const failed: ConnectionState = { kind: "failed", error };
const starting: ConnectionState = { kind: "starting", attempt: 1, losses: 0 };
const stopped = (reason: "disabled" | "person" | "lazy" | "manual" | "not-started"): ConnectionState => ({
  kind: "stopped",
  reason,
});

const servers = (states: readonly ConnectionState[]): readonly ServerView[] =>
  states.map((state, index) => ({
    id: `s${index}`,
    label: `s${index}`,
    scope: "user",
    state,
    counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
    inFlight: 0,
  }));

describe("whether the hub is ready", () => {
  const rows: [what: string, phase: HubPhase, states: readonly ConnectionState[], status: string][] = [
    ["no server", "ready", [], "UP"],
    ["all ready", "ready", [ready, ready], "UP"],
    ["one starts when it is used", "ready", [stopped("lazy")], "UP"],
    [
      "others are stopped on purpose",
      "ready",
      [ready, stopped("disabled"), stopped("person"), stopped("manual")],
      "UP",
    ],
    ["one failed", "degraded", [ready, failed], "DEGRADED"],
    ["one waits for a sign-in", "degraded", [ready, { kind: "needs-auth", error }], "DEGRADED"],
    ["one is starting", "discovering", [ready, starting], "DEGRADED"],
    ["none is there yet", "discovering", [starting, stopped("not-started")], "DOWN"],
    ["all failed", "degraded", [failed, failed], "DOWN"],
    ["the hub has not begun", "uninitialized", [], "DOWN"],
    ["the hub is ending", "shutting-down", [ready], "DOWN"],
  ];
  for (const [what, phase, states, status] of rows)
    it(`${what} → ${status}`, () =>
      assert.equal(readiness({ ...emptyView, phase, servers: servers(states) }).status, status));

  it("counts the servers", () => {
    const states = [
      ready,
      stopped("lazy"),
      starting,
      failed,
      { kind: "needs-consent", error } as const,
      stopped("person"),
    ];
    assert.deepEqual(readiness({ ...emptyView, phase: "ready", servers: servers(states) }).servers, {
      total: 6,
      usable: 2,
      starting: 1,
      failed: 2,
      stopped: 1,
    });
  });
});

describe("GET /health", () => {
  let server: RestServer;
  let stream: EventStream;

  before(async () => {
    stream = new EventStream(Date.now, () => undefined);
    // Code that touches a server fails these tests.
    server = await RestServer.start(restParts({ stream }));
  });
  after(() => server.stop());

  it("says that the program runs, without a token, below the API and above it", async () => {
    for (const path of ["/health", "/health/"])
      assert.deepEqual((await server.ask("GET", path, { client: "nobody" })).body, { status: "UP" });
    assert.equal(await (await server.fetch("GET", "/health", { client: "nobody" })).text(), '{"status":"UP"}');
    assert.equal((await server.fetch("HEAD", "/health")).status, 200);
    assert.equal((await server.fetch("POST", "/health")).status, 405);
  });

  it("says how many servers can be used, and that none can with 503", async () => {
    const down = await server.ask("GET", "/health/ready", { client: "nobody" });
    assert.deepEqual([down.status, down.body.status], [503, "DOWN"]);
    stream.publish({ type: "hub.phase", phase: "ready" });
    const up = await server.ask("GET", "/health/ready", { client: "nobody" });
    assert.deepEqual([up.status, up.body.status], [200, "UP"]);
    assert.deepEqual(Object.keys(up.body), ["status", "servers"]);
  });

  it("leaves everything else to a client with a token", async () => {
    for (const path of ["/servers", "/openapi.json", "/events", "/health/other"])
      assert.equal((await server.fetch("GET", `/api/v1/mcp${path}`, { client: "nobody" })).status, 401);
  });
});
