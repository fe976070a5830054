import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";

const peculiar = (...switches: string[]) => ({
  command: process.execPath,
  args: ["test/support/peculiarServer.mjs", ...switches],
});

/** Real processes, through the module as scripts use it. */
describe("a server with the peculiarities of real ones", function () {
  this.timeout(60_000);
  let hub: HeadlessHub | undefined;
  afterEach(() => hub?.close());

  const stateOf = (server: string) => hub?.status().servers.find(({ id }) => id === server)?.state;

  it("is called although a byte-order mark and terminal codes stand before its first message", async () => {
    // With the handshake alone, its answer is the first message.
    const servers = { peculiar: { ...peculiar("--mark"), protocol: "legacy" } };
    hub = createHub({ servers, options: { connectTimeoutSeconds: 20, connectAttempts: 1 } });
    const { content } = await hub.callTool("peculiar", "echo", { text: "fine" });
    assert.deepEqual(content, [{ type: "text", text: "fine" }]);
  });

  it("has its progress heard although it sends the token back as text", async () => {
    hub = createHub({ servers: { peculiar: peculiar() } });
    const heard: unknown[] = [];
    await hub.callTool("peculiar", "echo", { text: "" }, { onProgress: (progress) => heard.push(progress) });
    assert.deepEqual(heard, [{ progress: 1, total: 2 }]);
  });

  it("has its second page read although the cursor between the two is empty", async () => {
    hub = createHub({ servers: { peculiar: peculiar("--two-pages") } });
    await hub.ready();
    assert.deepEqual(
      hub.listTools().map(({ tool }) => tool),
      ["echo", "second"],
    );
  });

  it("is waited for beyond its limit while it says that it is at work", async () => {
    const options = { connectTimeoutSeconds: 5, connectAttempts: 1 };
    hub = createHub({ servers: { peculiar: peculiar("--works-ms=8000") }, options });
    const { content } = await hub.callTool("peculiar", "echo", { text: "at last" });
    assert.deepEqual(content, [{ type: "text", text: "at last" }]);
  });

  it("that waits for something is reported with what it said last", async () => {
    const options = { connectTimeoutSeconds: 10, connectAttempts: 1 };
    hub = createHub({ servers: { peculiar: peculiar("--stuck") }, options });
    const failure = await hub.callTool("peculiar", "echo").then(
      () => assert.fail("It was answered."),
      (error: Error) => error.message,
    );
    assert.match(failure, /Its last output: Waiting for Redis at 127\.0\.0\.1:6379\./);
    const state = stateOf("peculiar");
    assert.match(state && "error" in state ? state.error.message : "", /Waiting for Redis/);
  });

  it("has its tools, and a note of what could not be listed", async () => {
    hub = createHub({ servers: { peculiar: peculiar("--no-prompts") } });
    await hub.ready();
    const [server] = hub.status().servers;
    assert.deepEqual([server?.state.kind, server?.counts.tools], ["ready", 1]);
    assert.match(server?.missing?.join() ?? "", /^The prompts are missing\. .*its database is offline/);
  });

  it("starts only in its turn where many start, and all of them come up", async () => {
    const names = ["a", "b", "c", "d"];
    const servers = Object.fromEntries(names.map((name) => [name, peculiar("--works-ms=500")]));
    hub = createHub({ servers, options: { maxConcurrentStarts: 1 } });
    const waits = new Set<string>();
    const look = setInterval(() => {
      for (const { id, state } of hub?.status().servers ?? [])
        if (state.kind === "starting" && state.progress?.step === "turn") waits.add(id);
    }, 5);
    await hub.ready().finally(() => clearInterval(look));
    assert.deepEqual(
      names.map((name) => stateOf(name)?.kind),
      names.map(() => "ready"),
    );
    assert.deepEqual([...waits].sort(), ["b", "c", "d"]);
  });

  it("is counted among those that are still on their way, by status and by tools", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mcph-starts-"));
    const config = join(folder, "servers.json");
    const servers = { good: peculiar(), one: peculiar("--stuck"), other: peculiar("--stuck") };
    await writeFile(config, JSON.stringify({ servers }));
    const env = { ...process.env, MCP_HUB_SHELL_ENV: "0", MCP_HUB_STATE_FOLDER: join(folder, "state") };
    const said = async (command: string) => {
      const args = ["dist/headless.js", command, "--config", config, "--timeout", "5"];
      const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
      return `${stdout}${stderr}`;
    };
    try {
      const note = "2 of 3 servers are still on their way. Raise --timeout to wait longer for them.";
      for (const command of ["status", "tools"]) assert.ok((await said(command)).includes(note), command);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
