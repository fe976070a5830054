import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { version } from "../../package.json";
import type { ComposedHub } from "../../src/composedHub";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { ToolUses } from "../../src/core/hub/toolUses";
import { MemoryState } from "../../src/headless/memoryState";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { WindowGateway } from "../../src/window/windowGateway";
import { aComposedHub, withoutLoginShell } from "../support/aComposedHub";
import { FakeClock } from "../support/fakeClock";
import { definition } from "../support/fakeLink";
import { freePort } from "../support/freePort";
import { openSession, toolNames } from "../support/rawMcp";
import { ownStateFolder } from "../support/stateFolder";
import { until } from "../support/until";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("the gateway of one window", () => {
  withoutLoginShell();
  let composed: ComposedHub;
  let gateway: WindowGateway;
  let clock: FakeClock;
  let options: Options;
  let kept: Map<string, string>;
  let workspace: string | undefined;
  let changes = 0;
  let clientChanges = 0;
  const logs: HubEvent[] = [];
  const errors: unknown[] = [];
  const folder = ownStateFolder(async () => {
    gateway.dispose();
    await gateway.settled();
  });

  before(async () => {
    composed = aComposedHub({ options: () => options });
    options = { ...defaultOptions, approval: "never" };
    const config = { command: process.execPath, args: ["test/support/echoServer.mjs"] };
    composed.hub.configure([definition("one", { entry: { kind: "valid", config } })]);
    await composed.hub.connect("one");
    composed.stream.onEvent((event) => void (event.type === "hub.log" && logs.push(event)));
  });
  after(() => composed.close());

  beforeEach(async () => {
    options = { ...defaultOptions, approval: "never", gateway: "agent", gatewayPort: await freePort() };
    clock = new FakeClock();
    kept = new Map();
    workspace = "/work/here";
    gateway = opened();
    logs.length = errors.length = changes = clientChanges = 0;
  });

  function opened(secrets = { get: async (key: string) => kept.get(key) }): WindowGateway {
    const report = (error: unknown) => void errors.push(error);
    const one = new WindowGateway({
      ...{ composed, clock, report },
      options: () => options,
      workspace: () => workspace,
      uses: new ToolUses(new MemoryState(), clock, report),
      secrets: { get: (key) => secrets.get(key), store: async (key, value) => void kept.set(key, value) },
    });
    one.onChange(() => changes++);
    one.clients.onChange(() => clientChanges++);
    return one;
  }
  const set = (more: Partial<Options>) => {
    options = { ...options, ...more };
    return gateway.follow();
  };
  const server = () => gateway.agentServer() ?? assert.fail("it is closed");
  const agentSession = async () => openSession(server().url, { headers: bearer(await server().token()) });
  const address = () => `http://127.0.0.1:${options.gatewayPort}`;
  const file = () => join(folder.path, "gateway", `gateway-${process.pid}.json`);
  const discovery = () => JSON.parse(readFileSync(file(), "utf8"));
  const said = () => logs.flatMap((event) => (event.type === "hub.log" ? [[event.level, event.text]] : []));

  it("is closed while the setting is off, and leaves nothing behind", async () => {
    await set({ gateway: "off" });
    assert.deepEqual([gateway.agentServer(), gateway.sessions, changes], [undefined, 0, 0]);
    assert.deepEqual([gateway.clients.state(), existsSync(file())], [{ kind: "off" }, false]);
    assert.equal(kept.size, 0);
  });

  it("opens for the agent, whose token is made once and kept as a secret", async () => {
    await gateway.follow();
    const { url, token } = server();
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    assert.deepEqual([...kept], [["gateway.agent", await token()]], "Where earlier versions kept it.");
    assert.equal(changes, 1);
    await gateway.follow();
    assert.deepEqual([server().url, changes], [url, 1], "It stays open as it is.");
    assert.deepEqual(await toolNames(await agentSession()), ["one__echo", "one__big", "one__flood"]);
    assert.equal(gateway.sessions, 1);
    gateway.dispose();
    await gateway.settled();
    gateway = opened();
    await gateway.follow();
    assert.deepEqual([...kept.values()], [await server().token()], "The next window goes on with it.");
    assert.deepEqual(errors, []);
  });

  it("says where it is, and takes that back when it closes", async () => {
    await gateway.follow();
    const { url, socket, ...rest } = discovery();
    assert.equal(`${url}/mcp`, server().url);
    assert.ok(existsSync(socket));
    assert.deepEqual(rest, { pid: process.pid, version, startedAt: clock.now(), workspace: "/work/here" });
    await set({ gateway: "off" });
    assert.deepEqual(
      [gateway.agentServer(), changes, existsSync(file()), existsSync(socket)],
      [undefined, 2, false, false],
    );
    await assert.rejects(fetch(url));
    await gateway.follow();
    assert.equal(changes, 2, "Nothing changes where it is closed already.");
  });

  it("does not speak of a workspace where there is none", async () => {
    workspace = undefined;
    await gateway.follow();
    assert.ok(!("workspace" in discovery()));
  });

  it("gives the agent the tools of the settings, and other programs all", async () => {
    await set({ gateway: "on", agentToolLimit: 1 });
    const { version: before } = server();
    assert.equal((await toolNames(await agentSession())).length, 1);
    const { token } = await gateway.clients.add({ name: "Codex" });
    const other = await openSession(`${address()}/mcp`, { headers: bearer(token) });
    assert.equal((await toolNames(other)).length, 3);
    await set({ agentTools: ["one/big"] });
    assert.deepEqual(await toolNames(await agentSession()), ["one__big"]);
    assert.notEqual(server().version, before);
    composed.stream.publish({ type: "config.read", problems: [] });
    clock.pass(500);
    assert.equal(changes, 2, "The editor hears that it is another list.");
  });

  it("answers other programs at the address of the settings, and says so", async () => {
    await set({ gateway: "on" });
    assert.ok(clientChanges > 0);
    assert.deepEqual([gateway.clients.state(), gateway.clients.url()], [{ kind: "here" }, address()]);
    assert.deepEqual(said(), [["info", `Other programs reach the servers of this window at ${address()}.`]]);
    await gateway.settled();
    assert.equal(discovery().address, address());
    const { id, token } = await gateway.clients.add({ name: "Codex" });
    assert.deepEqual(
      [gateway.clients.idOf(token), (await gateway.clients.list()).map(({ name }) => name)],
      [id, ["Codex"]],
    );
    await openSession(`${address()}/mcp`, { headers: bearer(token) });
    const next = await gateway.clients.rotate(id);
    assert.deepEqual([gateway.clients.idOf(token), gateway.clients.idOf(next)], [undefined, id]);
    await openSession(`${address()}/mcp`, { headers: bearer(next) });
    clientChanges = 0;
    await gateway.clients.revoke(id);
    assert.ok(clientChanges > 0);
    assert.deepEqual([gateway.sessions, await gateway.clients.list()], [0, []]);
  });

  it("lets only the agent in where the setting says so", async () => {
    await set({ gateway: "on" });
    const { token } = await gateway.clients.add({ name: "Codex" });
    await set({ gateway: "agent" });
    assert.deepEqual(gateway.clients.state(), { kind: "off" });
    await gateway.settled();
    assert.equal(discovery().address, undefined);
    const refused = await fetch(server().url, { method: "POST", headers: bearer(token) });
    assert.equal(refused.status, 401);
    assert.equal(gateway.failedSignIns, 1);
    assert.deepEqual(said().slice(1), [
      ["warning", "The gateway refused a request from an unknown program: it did not show a valid token."],
    ]);
  });

  it("says what to do where another program has the port", async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(options.gatewayPort, "127.0.0.1", resolve));
    await set({ gateway: "on" });
    await until("it is found out", () => {
      clock.pass(1000);
      return gateway.clients.state().kind === "failed";
    });
    assert.equal(said().length, 1);
    assert.match(said().join(), /^error,.*Close that program, or choose another port/);
    await gateway.settled();
    assert.equal(discovery().address, undefined);
    await agentSession();
    await new Promise((resolve) => stranger.close(resolve));
  });

  it("tells the time of the agent's last request, by the minute", async () => {
    await gateway.follow();
    assert.equal(gateway.clients.agentUsedAt?.(), undefined);
    clientChanges = 0;
    const session = await agentSession();
    assert.deepEqual([gateway.clients.agentUsedAt?.(), clientChanges], [960_000, 1]);
    clock.pass(19_999);
    await toolNames(session);
    assert.deepEqual([gateway.clients.agentUsedAt?.(), clientChanges], [960_000, 1]);
    clock.pass(1);
    await toolNames(session);
    assert.deepEqual([gateway.clients.agentUsedAt?.(), clientChanges], [1_020_000, 2]);
  });

  it("works, and reports it, where it cannot say where it is", async () => {
    mkdirSync(file(), { recursive: true });
    await gateway.follow();
    assert.equal(errors.length, 1);
    await agentSession();
    rmSync(file(), { recursive: true });
  });

  it("reports that the token cannot be read, and tries again the next time", async () => {
    gateway.dispose();
    let fails = true;
    const locked = async (key: string) => {
      if (fails) throw new Error("the keyring is locked");
      return kept.get(key);
    };
    gateway = opened({ get: locked });
    await gateway.follow();
    assert.deepEqual([gateway.agentServer(), errors.map(String)], [undefined, ["Error: the keyring is locked"]]);
    fails = false;
    await gateway.follow();
    await agentSession();
  });

  it("closes with its window, after what it has begun", async () => {
    const begun = gateway.follow();
    gateway.dispose();
    await begun;
    await gateway.settled();
    assert.deepEqual([gateway.agentServer(), existsSync(file())], [undefined, false]);
    assert.deepEqual(readdirSync(join(folder.path, "gateway", "sockets")), []);
    assert.equal(clock.waiting, 0);
  });
});
