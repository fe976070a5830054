import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Client as ModernClient } from "@modelcontextprotocol/client";
import { StdioClientTransport as ModernStdio } from "@modelcontextprotocol/client/stdio";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { processesWith } from "../support/processesWith";
import { everythingOnStdio } from "../support/startEverything";
import { startServe } from "../support/startServe";
import { until } from "../support/until";

/** The command as a client starts it that knows nothing but programs. */
describe("mcp-client-hub stdio", function () {
  this.timeout(60_000);
  const mark = `stdio-${process.pid}`;
  let folder: string;
  let config: string;
  const clients: { close(): Promise<void> }[] = [];

  const started = (...args: readonly string[]) => ({
    command: process.execPath,
    args: [resolve("dist/headless.js"), "stdio", ...args],
    cwd: folder,
    env: { ...process.env, MCP_HUB_SHELL_ENV: "0", XDG_STATE_HOME: folder, HOME: folder } as Record<string, string>,
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-stdio-"));
    config = join(folder, "servers.json");
    const { command, args } = everythingOnStdio;
    const everything = {
      command,
      args: args.map((one) => (one.startsWith("node_modules") ? resolve(one) : one)),
      env: { HUB_TEST_MARK: mark },
    };
    await writeFile(config, JSON.stringify({ servers: { everything } }));
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await until("nothing is left", () => processesWith("HUB_TEST_MARK", mark).length === 0);
    await rm(folder, { recursive: true, force: true });
  });

  it("runs a hub of its own for a client with a handshake, and passes on what its server asks", async () => {
    const client = new Client({ name: "desktop", version: "1.0.0" }, { capabilities: { elicitation: {} } });
    clients.push(client);
    let asked = 0;
    client.setRequestHandler(ElicitRequestSchema, async () => {
      asked++;
      return { action: "decline" };
    });
    await client.connect(new StdioClientTransport(started("--config", config, "--server", "everything")));
    const { tools } = await client.listTools();
    assert.ok(tools.some(({ name }) => name === "echo"));
    const { content } = await client.callTool({ name: "echo", arguments: { message: "hello" } });
    assert.deepEqual(content, [{ type: "text", text: "Echo: hello" }]);
    await client.callTool({ name: "trigger-elicitation-request", arguments: {} });
    assert.equal(asked, 1);
  });

  it("serves a client without a handshake", async () => {
    const client = new ModernClient({ name: "modern", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
    clients.push(client);
    await client.connect(new ModernStdio(started("--config", config)));
    assert.equal(client.getProtocolEra(), "modern");
    await until("its tools are there", async () => (await client.listTools()).tools.length > 0);
    const { content } = await client.callTool({ name: "everything__echo", arguments: { message: "hello" } });
    assert.deepEqual(content, [{ type: "text", text: "Echo: hello" }]);
  });

  it("shares the servers of a hub that runs already", async () => {
    const env = { XDG_STATE_HOME: folder, HOME: folder };
    const served = await startServe({ env }, "--config", config, "--token-file", join(folder, "token"));
    try {
      const client = new Client({ name: "desktop", version: "1.0.0" });
      clients.push(client);
      await client.connect(new StdioClientTransport(started()));
      await until("its tools are there", async () => (await client.listTools()).tools.length > 0);
      assert.equal(processesWith("HUB_TEST_MARK", mark).length, 1);
    } finally {
      await served.stop();
    }
  });

  it("says what to do where there is no hub", async () => {
    const transport = new StdioClientTransport({ ...started(), stderr: "pipe" });
    const said: string[] = [];
    transport.stderr?.on("data", (data) => said.push(String(data)));
    await assert.rejects(new Client({ name: "desktop", version: "1.0.0" }).connect(transport));
    await until("it has said why", () => said.join("").includes("No hub of yours is running"));
  });
});
