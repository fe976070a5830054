import assert from "node:assert/strict";
import type { ServerConfig } from "../../../src/core/config/schema/serverConfig";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { ServerConnections } from "../../../src/core/connection/serverConnections";
import { neverAborted } from "../../../src/core/kernel/abortSignals";
import { HubError } from "../../../src/core/kernel/hubError";
import { FakeClock } from "../../support/fakeClock";
import { definition, FakeOpener, planOf } from "../../support/fakeLink";
import { turn } from "../../support/passing";

/** A server whose connections fail to open in turn, as `opener` is told. */
function setUp(config: ServerConfig) {
  const opener = new FakeOpener();
  const clock = new FakeClock();
  const options = () => ({ ...defaultOptions, healthCheckSeconds: 0 });
  const ports = { open: opener.open, plan: planOf, options, clock, random: () => 0.5 };
  const silent = { state() {}, catalog() {}, log() {}, notification() {}, checked() {} };
  const entry = { kind: "valid", config } as const;
  const connections = new ServerConnections(definition("files", { entry }), ports, silent, "not-started");
  const call = () => connections.run("echo", neverAborted, async () => "done");
  return { connections, opener, clock, call };
}

describe("the state of a server with several connections", () => {
  const [signIn, consent] = (["needs-auth", "needs-consent"] as const).map((code) => new HubError(code, "Ask."));
  const [broken, crash] = [new HubError("spawn-failed", "No program."), new HubError("exited", "It ended.")];
  for (const [kind, failures] of [
    ["ready", [undefined, broken]],
    ["ready", [broken, undefined]],
    ["ready", [crash, undefined]],
    ["ready", [signIn, undefined]],
    ["ready", [consent, undefined]],
    ["waiting", [signIn, crash]],
    ["needs-auth", [consent, signIn]],
    ["needs-consent", [broken, consent]],
  ] as const)
    it(`is ${kind} where its connections are ${failures.map((one) => one?.code ?? "up").join(" and ")}`, async () => {
      const { connections, opener } = setUp({ command: "a", connections: 2 });
      opener.failures = [...failures] as HubError[]; // where there is none, it opens
      connections.start();
      await turn();
      assert.equal(connections.state.kind, kind);
    });

  it("is gone once it was stopped or given away, and stops only when nothing is left of it", async () => {
    const { connections, opener } = setUp({ command: "a", connections: 2 });
    connections.start();
    await turn();
    assert.equal(connections.isGone, false);
    const [slow] = opener.links;
    assert.ok(slow);
    slow.dispose = () => {}; // its program takes long to end
    let isStopped = false;
    const stopping = connections.stop("person").then(() => {
      isStopped = true;
    });
    await turn();
    assert.deepEqual([isStopped, connections.isGone], [false, true]);
    slow.lost();
    await stopping;

    const other = setUp({ command: "a", connections: 2 });
    other.connections.start();
    await turn();
    other.connections.dispose();
    assert.equal(other.connections.isGone, true);
  });

  it("tries each of its addresses once for a call while all are away, and says why", async () => {
    const replicas = [{ url: "https://b.example/mcp" }];
    const { connections, opener, clock, call } = setUp({ url: "https://a.example/mcp", replicas });
    for (let n = 0; n < 999; n++) opener.failures.push(new HubError("transport", "Nothing listens."));
    connections.start();
    for (let step = 0; step < 200; step++) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.pass(500);
    }
    await turn();
    const before = opener.failures.length;
    assert.ok(before < 990);
    await assert.rejects(call(), { code: "transport", message: "Nothing listens.", sent: "no" });
    assert.equal(opener.failures.length, before - 2);
    opener.failures = [];
    await call();
    assert.equal(connections.state.kind, "ready");
  });
});
