import assert from "node:assert/strict";
import { createHub, type HubError } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import type { HubErrorCode } from "../../src/protocol/hubErrorCode";
import { processesWith } from "../support/processesWith";

const mark = `create-hub-${process.pid}`;
const fixture = (...switches: string[]) => ({
  command: "node",
  args: ["test/support/fixtureServer.mjs", ...switches],
  env: { HUB_TEST_MARK: mark },
});

/** Good servers beside every kind of bad one, in one hub: each bad one costs only itself, and says why in one sentence. */
describe("the hub as a module", () => {
  let hub: HeadlessHub;

  before(async function () {
    this.timeout(60_000);
    hub = createHub({
      servers: {
        good: fixture(),
        documents: { command: "node", args: ["dist/samples/documents.js", "test/host/demo"] },
        gone: { command: "no-such-program" },
        exits: fixture("--exit=3", "--message=no API key"),
        babbles: { command: "node", args: ["-e", "setInterval(() => console.log('hello\\n'.repeat(100)), 5)"] },
        silent: { ...fixture("--silent"), connectTimeoutSeconds: 3 },
        refused: { url: "http://127.0.0.1:1/mcp" },
        typo: { cmd: "node" },
        number: 7,
        off: { ...fixture(), enabled: false },
      },
      options: { connectAttempts: 2, connectRetryDelayMs: 10 },
    });
    await hub.ready();
  });

  after(() => hub.close());

  it("runs what it can, and ends what did not answer", async () => {
    // The silent one was let go a moment ago; a process takes its time to end.
    for (let tries = 0; tries < 50 && processesWith("HUB_TEST_MARK", mark).length > 1; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(processesWith("HUB_TEST_MARK", mark).length, 1);
  });

  it("lists the tools of what runs, and no other", () => {
    const servers = new Set(hub.listTools().map(({ server }) => server));
    assert.deepEqual([...servers].sort(), ["documents", "good"]);
    assert.ok(hub.listTools().some(({ name, tool }) => name === "good__echo" && tool === "echo"));
  });

  const failures: [server: string, code: HubErrorCode, message: RegExp][] = [
    [
      "gone",
      "spawn-failed",
      /^"gone" could not start: the program "no-such-program" was not found on the PATH\. .*"command"/,
    ],
    [
      "exits",
      "exited",
      /^"exits" stopped: Error: no API key\. .*exit code 3\. Give it the key that it asks for, in "env" or "args"/,
    ],
    ["babbles", "protocol", /^"babbles" is not an MCP server: .*"hello".*Correct "command"/],
    [
      "silent",
      "timeout",
      /^Connecting to "silent" took longer than 3 seconds\. It did not answer "initialize"\. .*mcpHub\.connectTimeoutSeconds/,
    ],
    ["refused", "transport", /^"refused" cannot be reached.*127\.0\.0\.1.*"url"/],
    ["typo", "bad-config", /"cmd" is not known\. Did you mean "command"\?/],
    ["number", "bad-config", /number/],
  ];
  for (const [server, code, message] of failures)
    it(`says of "${server}" why it does not run`, async () => {
      await assert.rejects(hub.callTool(server, "echo"), { code, message });
      const view = hub.status().servers.find(({ id }) => id === server);
      assert.ok(view?.state.kind === "failed" && view.state.error.code === code);
    });

  it("names the place of each mistake in the settings", () => {
    const places = hub.status().problems.map(({ path }) => path.join("/"));
    assert.deepEqual(places, ["mcpHub.servers/typo/cmd", "mcpHub.servers/number"]);
  });

  const wrong: [what: string, server: string, tool: string, args: object, code: HubErrorCode, message: RegExp][] = [
    [
      "an unknown server",
      "nope",
      "echo",
      {},
      "unknown-server",
      /^There is no server "nope"\. Known servers: good, documents/,
    ],
    ["an unknown tool", "good", "nope", {}, "unknown-tool", /^"good" has no tool "nope"\. It offers .*echo/],
    [
      "a missing argument",
      "good",
      "echo",
      {},
      "bad-arguments",
      /^"echo" on "good" was not called: "text" is missing\./,
    ],
    ["a wrong argument", "good", "echo", { text: 3 }, "bad-arguments", /"text" must be of type string, not number\./],
    ["a disabled server", "off", "echo", { text: "" }, "not-connected", /^"off" is disabled\. Enable it first\.$/],
  ];
  for (const [what, server, tool, args, code, message] of wrong)
    it(`answers ${what} with one sentence`, () =>
      assert.rejects(hub.callTool(server, tool, { ...args }), { code, message }));

  it("brings a result whole, 5 MB too, and what a tool refused as a result", async () => {
    const { content, isError } = await hub.callTool("documents", "extract_text", { path: "nowhere.md" });
    assert.ok(isError && content[0]?.type === "text" && /nowhere\.md/.test(content[0].text));
    const large = "x".repeat(5_000_000);
    const echo = await hub.callTool("good", "echo", { text: large });
    assert.ok(echo.content[0]?.type === "text" && echo.content[0].text.includes(large));
  });

  it("lets a fallback answer for a server that cannot, and for no mistake", async () => {
    const fallback = ({ code }: HubError) => ({
      content: [{ type: "text" as const, text: `instead: ${code}` }],
      isError: false,
    });
    const answer = async (server: string, tool: string) => {
      const { content } = await hub.callTool(server, tool, { text: "mine" }, { fallback });
      return content[0]?.type === "text" && content[0].text;
    };
    assert.equal(await answer("refused", "echo"), "instead: transport");
    assert.equal(await answer("good", "echo"), "mine");
    await assert.rejects(answer("typo", "echo"), { code: "bad-config" });
    await assert.rejects(answer("good", "nope"), { code: "unknown-tool" });
  });

  it("makes many calls, and settles each in its place", async () => {
    const settled = await hub.callMany(
      [
        { server: "good", tool: "echo", args: { text: "first" } },
        { server: "gone", tool: "echo", args: { text: "second" } },
        { server: "good", tool: "refuse" },
      ],
      { parallel: 2 },
    );
    const words = settled.map((one) => (one.ok ? (one.result.isError ? "refused" : "ok") : one.error.code));
    assert.deepEqual(words, ["ok", "spawn-failed", "refused"]);
  });

  it("asks every server that has a tool of a name", async () => {
    const answers = await hub.broadcast("echo", { text: "hi" });
    assert.deepEqual(answers, [
      { ok: true, server: "good", result: { content: [{ type: "text", text: "hi" }], isError: false } },
    ]);
    assert.deepEqual(await hub.broadcast("no such tool"), []);
  });

  it("a caller's cancel reaches the call", async () => {
    const abort = new AbortController();
    const call = hub.callTool("good", "hang", {}, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await assert.rejects(call, { code: "cancelled" });
  });

  it("a cancel that many calls share reaches them all, and nothing warns of a leak", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on("warning", warn);
    const abort = new AbortController();
    const calls = Array.from({ length: 20 }, () => ({ server: "good", tool: "hang" }));
    const settled = hub.callMany(calls, { signal: abort.signal, parallel: 20 });
    setTimeout(() => abort.abort(), 50);
    assert.deepEqual(
      (await settled).map((one) => (one.ok ? one.result : one.error.code)),
      calls.map(() => "cancelled"),
    );
    process.off("warning", warn);
    assert.deepEqual(warnings, []);
  });

  it("leaves nothing behind", async () => {
    await hub.close();
    assert.equal(hub.status().phase, "shutdown");
    const message = '"good" is not connected: the hub is closed. Open a new one.';
    await assert.rejects(hub.callTool("good", "echo", { text: "" }), { code: "not-connected", message });
    assert.deepEqual(processesWith("HUB_TEST_MARK", mark), []);
  });
});
