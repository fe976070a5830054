import assert from "node:assert/strict";
import { newCall } from "../../../src/core/calls/toolCall";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import type { OpenLink } from "../../../src/core/connection/link";
import { EventStream } from "../../../src/core/hub/eventStream";
import { LocalHub } from "../../../src/core/hub/localHub";
import { HubError } from "../../../src/core/kernel/hubError";
import { FakeClock } from "../../support/fakeClock";
import { definition, FakeOpener, planOf } from "../../support/fakeLink";
import { turn } from "../../support/passing";
import { atServer, requestFacts } from "../../support/requestFacts";

const never = new AbortController().signal;

function setUp(open?: OpenLink) {
  const opener = new FakeOpener();
  const clock = new FakeClock();
  const stream = new EventStream(clock.now.bind(clock), (error) => assert.fail(String(error)));
  const phases: string[] = [];
  stream.onEvent((event) => {
    if (event.type === "hub.phase") phases.push(event.phase);
  });
  const options = () => ({ ...defaultOptions, connectRetryDelayMs: 1, connectRetryMaxDelayMs: 1 });
  const hub = new LocalHub({ open: open ?? opener.open, plan: planOf, options, clock, publish: stream.publish });
  const states = () => Object.fromEntries(stream.view.servers.map(({ id, state }) => [id, state.kind]));
  return { hub, opener, stream, phases, clock, states };
}

describe("the hub", () => {
  it("goes through its phases", async () => {
    const { hub, stream, phases } = setUp();
    assert.equal(stream.view.phase, "uninitialized");
    hub.configure([definition("a"), definition("b")]);
    await hub.ready();
    await hub.close();
    assert.deepEqual(phases, ["discovering", "ready", "shutting-down", "shutdown"]);
  });

  it("is degraded when a server failed, and the others run", async () => {
    const { hub, opener, stream, states } = setUp();
    opener.failures = [new HubError("spawn-failed", "No such program.")];
    hub.configure([definition("bad"), definition("good")]);
    await hub.ready();
    assert.equal(stream.view.phase, "degraded");
    assert.deepEqual(states(), { bad: "failed", good: "ready" });
  });

  it("one server that hangs delays no other", async () => {
    const opener = new FakeOpener();
    const { hub, states } = setUp((plan, ...rest) =>
      plan.server === "hangs" ? new Promise(() => {}) : opener.open(plan, ...rest),
    );
    hub.configure([definition("hangs"), definition("good")]);
    await hub.connect("good");
    assert.deepEqual(states(), { hangs: "starting", good: "ready" });
  });

  it("keeps what did not change, restarts what did, drops what is gone", async () => {
    const { hub, opener, stream } = setUp();
    hub.configure([definition("kept"), definition("changed"), definition("gone")]);
    await hub.ready();
    const [kept, changed, gone] = opener.links;
    const edited = definition("changed", { entry: { kind: "valid", config: { command: "other" } } });
    hub.configure([edited, definition("kept", { label: "Kept" }), definition("new")]);
    await hub.ready();
    assert.deepEqual([kept?.disposed, changed?.disposed, gone?.disposed], [0, 1, 1]);
    assert.equal(opener.links.length, 5);
    assert.deepEqual(
      stream.view.servers.map(({ id, label, state }) => [id, label, state.kind]),
      [
        ["changed", "changed", "ready"],
        ["kept", "Kept", "ready"],
        ["new", "new", "ready"],
      ],
    );
  });

  it("a changed server starts only when the old one is gone", async () => {
    const { hub, opener } = setUp();
    hub.configure([definition("a")]);
    await hub.ready();
    const { last } = opener;
    let goneAt = -1;
    const { dispose } = last;
    const closed = last.closed.then(() => {
      goneAt = opener.links.length;
    });
    last.dispose = () => setTimeout(() => dispose.call(last), 5);
    hub.configure([definition("a", { entry: { kind: "valid", config: { command: "b" } } })]);
    await Promise.all([closed, hub.ready()]);
    assert.deepEqual([goneAt, opener.links.length], [1, 2]);
  });

  it("merges the tools of all ready servers, in the order of the settings", async () => {
    const { hub } = setUp();
    hub.configure([definition("b"), definition("a")]);
    await hub.ready();
    const names = () => hub.tools().map(({ modelName }) => modelName);
    assert.deepEqual(names(), ["b__echo", "a__echo"]);
    await hub.disconnect("b");
    assert.deepEqual(names(), ["a__echo"]);
    hub.configure([definition("a"), definition("b")]);
    assert.deepEqual(names(), ["a__echo"], "a server that the person disconnected stays so");
    await hub.connect("b");
    assert.deepEqual(names(), ["a__echo", "b__echo"]);
  });

  it("names what is known when a name is not", async () => {
    const { hub } = setUp();
    assert.throws(() => hub.catalog("x"), { code: "unknown-server", message: /No server is configured/ });
    hub.configure([definition("files")]);
    assert.throws(() => hub.catalog("x"), { code: "unknown-server", message: /Known servers: files\./ });
    await assert.rejects(hub.tool("files", "nope\u0000", never), { code: "unknown-tool", message: /It offers echo\./ });
  });

  it("a call waits for a server that is on its way", async () => {
    const { hub } = setUp();
    hub.configure([definition("files")]);
    const call = newCall({ server: "files", tool: "echo", args: { a: 1 }, caller: { door: "command" }, signal: never });
    assert.deepEqual(await hub.servers.callTool(call), {
      content: [{ type: "text", text: 'echo {"a":1}' }],
      isError: false,
    });
  });

  it("a call to a server that is off says what to do", async () => {
    const { hub } = setUp();
    hub.configure([definition("off", { enabled: false }), definition("files")]);
    await hub.ready();
    await hub.disconnect("files");
    const call = (server: string) =>
      newCall({ server, tool: "echo", args: {}, caller: { door: "command" }, signal: never });
    await assert.rejects(hub.servers.callTool(call("off")), {
      code: "not-connected",
      message: '"off" is disabled. Enable it first.',
    });
    await assert.rejects(hub.servers.callTool(call("files")), {
      message: '"files" is not connected. Connect it first.',
    });
  });

  it("keeps a server's text within bounds", async () => {
    const { hub, opener, stream } = setUp();
    hub.configure([definition("files")]);
    await hub.ready();
    opener.last.says(`\u001b[2J${"x".repeat(100_000)}`);
    const said = stream.history.at(-1);
    assert.ok(said?.type === "server.log" && said.text.length < 5_000 && !said.text.includes("\u001b"));
  });

  it("publishes each health check, with the time that the server took", async () => {
    const { hub, clock, stream, opener } = setUp();
    hub.configure([definition("files")]);
    await hub.ready();
    const check = async () => {
      clock.pass(defaultOptions.healthCheckSeconds * 1000);
      await new Promise((resolve) => setImmediate(resolve));
    };
    await check();
    opener.last.ping = async () => {
      throw new HubError("transport", "Lost.");
    };
    await check();
    const pings = stream.history.flatMap((event) => (event.type === "server.ping" ? [event] : []));
    assert.deepEqual(
      pings.map(({ server, ok, ms }) => ({ server, ok, ms })),
      [
        { server: "files", ok: true, ms: 0 },
        { server: "files", ok: false, ms: undefined },
      ],
    );
  });

  it("names the entries that a change of the settings added, removed and changed, and nothing where none did", async () => {
    const { hub, stream } = setUp();
    const changes = () =>
      stream.history.flatMap((event) =>
        event.type === "config.changed" ? [[event.added, event.removed, event.changed]] : [],
      );
    hub.configure([definition("a"), definition("b")]);
    hub.configure([definition("a"), definition("b")]);
    hub.configure([definition("b", { enabled: false }), definition("c")]);
    assert.deepEqual(changes(), [
      [["a", "b"], [], []],
      [["c"], ["a"], ["b"]],
    ]);
  });

  it("closes everything, once, and starts nothing afterwards", async () => {
    const { hub, opener } = setUp();
    hub.configure([definition("a"), definition("b")]);
    await hub.ready();
    await Promise.all([hub.close(), hub.close()]);
    hub.configure([definition("c")]);
    assert.deepEqual(
      opener.links.map(({ disposed }) => disposed),
      [1, 1],
    );
    assert.throws(() => hub.catalog("a"), {
      code: "not-connected",
      message: /"a" is not connected: the hub is closed/,
    });
  });

  it("knows a tool now only while its server is connected", async () => {
    const { hub } = setUp();
    hub.configure([definition("a")]);
    assert.equal(hub.toolNow("a", "echo"), undefined);
    await hub.ready();
    assert.equal(hub.toolNow("a", "echo")?.name, "echo");
    assert.deepEqual([hub.toolNow("a", "other"), hub.toolNow("b", "echo")], [undefined, undefined]);
    await hub.disconnect("a");
    assert.equal(hub.toolNow("a", "echo"), undefined);
  });

  it("restarts a server with a new connection, once the old one is gone", async () => {
    const { hub, opener, states } = setUp();
    hub.configure([definition("a")]);
    await hub.ready();
    await hub.restart("a");
    assert.deepEqual(
      opener.links.map(({ disposed }) => disposed),
      [1, 0],
    );
    assert.deepEqual(states(), { a: "ready" });
  });

  it("asks for no prompt that is another one than the request was made for", async () => {
    const opener = new FakeOpener();
    const prompts = [{ name: "greet", arguments: [], digest: "now" }];
    const { hub } = setUp(async (plan, events, signal) => {
      const opened = opener.open(plan, events, signal);
      opener.last.offered = { ...emptyCatalog, prompts };
      return opened;
    });
    hub.configure([definition("a")]);
    await hub.ready();
    const get = (digest: string) =>
      hub.servers.getPrompt(
        "a",
        "greet",
        {},
        { signal: never, pin: { kind: "prompt", name: "greet", digest, state: "same" } },
      );
    await assert.rejects(get("before"), {
      code: "denied",
      message: /^"greet" on "a" was not run: its definition changed after the call began/,
    });
    await get("now");
  });

  it("asks a running server for another log level when the settings change it, and does not restart it", async () => {
    const { hub, opener, stream } = setUp();
    const at = (logLevel?: "error" | "debug") =>
      definition("a", { entry: { kind: "valid", config: { command: "a", ...(logLevel && { logLevel }) } } });
    hub.configure([at("error")]);
    await hub.ready();
    hub.configure([at("error")]);
    hub.configure([at("debug")]);
    hub.configure([at()]);
    await turn();
    assert.deepEqual(
      opener.links.map(({ wishes, disposed }) => [wishes, disposed]),
      [[["level error", "level debug"], 0]],
    );
    assert.ok(!stream.history.some((event) => event.type === "config.changed" && event.changed.length > 0));
  });

  it("shows each call that is in flight, and none afterwards", async () => {
    const { hub, stream } = setUp();
    hub.configure([definition("a", { label: "A" })]);
    await hub.ready();
    const facts = requestFacts({ server: "a" });
    stream.publish({ type: "call.started", ...facts, args: "{}" });
    assert.equal(stream.view.servers[0]?.inFlight, 1);
    stream.publish({ type: "call.ended", ...facts, outcome: "ok", ms: 1, split: atServer(1) });
    assert.equal(stream.view.servers[0]?.inFlight, 0);
    assert.deepEqual(stream.view.servers[0]?.counts, { tools: 1, resources: 0, resourceTemplates: 0, prompts: 0 });
  });
});
