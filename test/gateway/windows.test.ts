import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { post } from "../support/rawMcp";
import { until } from "../support/until";
import { WindowGateways } from "../support/windowGateways";

/** Opens a session and calls a tool there; the workspace is that of the instructions. Rejects where nobody answers. */
async function use(url: string, token: string) {
  const authorization = `Bearer ${token}`;
  const clientInfo = { name: "test", version: "1" };
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  const opened = await post(`${url}/mcp`, { jsonrpc: "2.0", id: 0, method: "initialize", params }, { authorization });
  if (opened.status !== 200) return { status: opened.status };
  const { result = {} } = await opened.last();
  const session = { authorization, "mcp-session-id": opened.headers.get("mcp-session-id") ?? "" };
  const call = { name: "one__echo", arguments: { text: "hello" } };
  const called = await post(`${url}/mcp`, { jsonrpc: "2.0", id: 1, method: "tools/call", params: call }, session);
  const echoed = JSON.stringify((await called.last()).result);
  return { status: called.status, session, echoed, instructions: String(result.instructions) };
}

/** Asks again until somebody answers. */
const first = async <T>(ask: () => Promise<T>): Promise<T> =>
  until("somebody answers", () => ask().catch(() => false as const));

describe("the windows of a user", function () {
  this.timeout(60_000);
  const windows = new WindowGateways();
  beforeEach(() => windows.open());
  afterEach(() => windows.close());
  const address = () => `http://127.0.0.1:${windows.port}`;
  const discovered = async () => {
    const folder = join(windows.folder, "gateway");
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    return Promise.all(
      names.map(async (name) => {
        const text = await readFile(join(folder, name), "utf8");
        return { text, mode: (await stat(join(folder, name))).mode & 0o777, ...JSON.parse(text) };
      }),
    );
  };

  for (const [how, end] of [
    ["is killed", (one: { child: { kill(signal: "SIGKILL"): unknown } }) => one.child.kill("SIGKILL")],
    ["closes", (one: { close(): Promise<void> }) => one.close()],
  ] as const)
    it(`answer on the same port with the same token within two seconds when the one that has it ${how}`, async () => {
      const one = await windows.start("/work/one");
      await one.is("here");
      const two = await windows.start("/work/two");
      await two.is("elsewhere");
      const { token } = await one.answer("add Codex", "added");
      const before = await use(address(), token);
      assert.match(before.echoed ?? "", /hello/);
      assert.match(before.instructions ?? "", /\/work\/one/);
      await until(
        "the other window knows the client",
        async () => (await two.answer(`knows ${token}`, "knows")) === "yes",
      );
      const began = Date.now();
      void end(one);
      const after = await first(() => use(address(), token));
      const ms = Date.now() - began;
      assert.match(after.echoed ?? "", /hello/);
      assert.match(after.instructions ?? "", /\/work\/two/);
      assert.ok(ms < 2000, `${ms} ms`);
      await two.is("here");
      // The session was that of the other window: its client starts over.
      const lost = await post(`${address()}/mcp`, { jsonrpc: "2.0", id: 2, method: "ping" }, before.session);
      assert.equal(lost.status, 404);
    });

  it("say who has the address, in files that only the user can read and that hold no token", async () => {
    const one = await windows.start("/work/one");
    const two = await windows.start("/work/two");
    const { token } = await two.answer("add Codex", "added");
    await one.is("here");
    await two.is("elsewhere");
    assert.deepEqual(two.said.findLast(({ state }) => state)?.state, { kind: "elsewhere", workspace: "/work/one" });
    const files = await until("the address is published", async () => {
      const all = await discovered();
      return all.some((file) => file.address !== undefined) && all;
    });
    assert.equal(files.length, 2);
    for (const { text, mode } of files) {
      assert.equal(mode, 0o600);
      assert.ok(!text.includes("mcphub_") && !text.includes(token));
    }
    assert.deepEqual(
      files.map(({ address, pid }) => [address, pid]).filter(([url]) => url !== undefined),
      [[address(), one.child.pid]],
    );
    await one.close();
    await until("its file is gone, and the other one has the address", async () => {
      const all = await discovered();
      return all.length === 1 && all[0]?.address === address();
    });
  });

  it("say what to do when another program has the port, and take it when that ends", async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(windows.port, "127.0.0.1", resolve));
    const one = await windows.start("/work/one");
    await one.is("failed");
    const words = new RegExp(`port ${windows.port} is used by another program\\. Close that program, or choose`);
    assert.match(JSON.stringify(one.said.findLast(({ state }) => state)?.state), words);
    assert.match(one.said.findLast(({ log }) => log)?.log ?? "", words);
    assert.match(one.said.find(({ ready }) => ready)?.ready ?? "", /^http:/); // its own agent has its address
    await new Promise((resolve) => stranger.close(resolve));
    await one.is("here");
    assert.ok(!one.said.some(({ failure }) => failure));
  });

  it("follow the settings: another port, and no other programs", async () => {
    const one = await windows.start("/work/one");
    await one.is("here");
    const { token } = await one.answer("add Codex", "added");
    const old = address();
    const used = await use(old, token);
    await windows.choosePort();
    one.tell(`set ${JSON.stringify({ gatewayPort: windows.port })}`);
    const ping = { jsonrpc: "2.0", id: 3, method: "ping" };
    // The hub is the same, so the session goes on at the new address.
    await until("it answers there", async () => {
      const answer = await post(`${address()}/mcp`, ping, used.session).catch(() => undefined);
      return answer?.status === 200;
    });
    await assert.rejects(use(old, token));
    one.tell(`set ${JSON.stringify({ gateway: "agent" })}`);
    await one.is("off");
    await assert.rejects(use(address(), token));
    // Its own address is for its agent alone.
    const own = (one.said.find(({ ready }) => ready)?.ready ?? "").replace("/mcp", "");
    assert.equal((await use(own, token)).status, 401);
    assert.equal((await one.answer("figures", "figures")).sessions, 0);
    one.tell(`set ${JSON.stringify({ gateway: "on" })}`);
    await one.is("here");
    assert.match((await use(address(), token)).echoed ?? "", /hello/);
  });

  it("end what a client has open when it is revoked in any of them", async () => {
    const one = await windows.start("/work/one");
    const two = await windows.start("/work/two");
    await one.is("here");
    const { id, token } = await two.answer("add Codex", "added");
    const { session } = await first(async () => {
      const used = await use(address(), token);
      assert.equal(used.status, 200);
      return used;
    });
    assert.ok(session);
    const stream = await fetch(`${address()}/mcp`, { headers: { ...session, accept: "text/event-stream" } });
    // The token may have come to the other window a moment later than it was used first.
    const before = await one.answer("figures", "figures");
    assert.equal(before.sessions, 1);
    const ended = stream.text().catch(() => "cut");
    two.tell(`revoke ${id}`);
    assert.equal(await ended, "cut");
    assert.equal((await use(address(), token)).status, 401);
    const { sessions, failedSignIns } = await one.answer("figures", "figures");
    assert.deepEqual({ sessions, failedSignIns }, { sessions: 0, failedSignIns: before.failedSignIns + 1 });
    await until("the refusal is said", () =>
      one.said.some(({ log }) =>
        /refused a request from an unknown program: it did not show a valid token/.test(log ?? ""),
      ),
    );
  });
});
