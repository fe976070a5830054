import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { chromium } from "../host/chromium.mjs";
import { otherServers } from "../host/otherServers.mjs";

interface Row {
  readonly server: string;
  /** The package's entry, and its arguments. */
  readonly args: readonly string[];
  readonly protocolVersion: string;
  /** How many tools it lists at least. */
  readonly tools: number;
  readonly call: readonly [tool: string, args: Readonly<Record<string, unknown>>];
  readonly says: RegExp;
}

const folder = mkdtempSync(join(tmpdir(), "others-"));

const rows: readonly Row[] = [
  {
    server: "filesystem",
    args: ["@modelcontextprotocol/server-filesystem/dist/index.js", folder],
    protocolVersion: "2025-11-25",
    tools: 10,
    call: ["read_text_file", { path: join(folder, "harbor.txt") }],
    says: /The lighthouse/,
  },
  {
    server: "memory",
    args: ["@modelcontextprotocol/server-memory/dist/index.js"],
    protocolVersion: "2025-11-25",
    tools: 8,
    call: ["create_entities", { entities: [{ name: "Ada", entityType: "person", observations: ["likes lists"] }] }],
    says: /Ada/,
  },
  {
    server: "thinking",
    args: ["@modelcontextprotocol/server-sequential-thinking/dist/index.js"],
    protocolVersion: "2025-11-25",
    tools: 1,
    call: [
      "sequentialthinking",
      { thought: "First things first.", nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 },
    ],
    says: /"thoughtNumber": 1/,
  },
  {
    server: "playwright",
    args: [
      "@playwright/mcp/cli.js",
      "--headless",
      "--no-sandbox",
      "--isolated",
      "--output-dir",
      folder,
      "--executable-path",
      "CHROMIUM",
    ],
    protocolVersion: "2025-11-25",
    tools: 15,
    call: ["browser_navigate", { url: "data:text/html,<title>Harbor</title><h1>Fog</h1>" }],
    says: /Harbor/,
  },
  {
    server: "context7",
    args: ["@upstash/context7-mcp/dist/index.js"],
    protocolVersion: "2026-07-28",
    tools: 2,
    // Its service is on the internet: offline, it says so in its answer, which is none of an error.
    call: ["resolve-library-id", { query: "hooks", libraryName: "react" }],
    says: /^(Available Libraries:|Error searching libraries: )/,
  },
  {
    server: "azure",
    args: ["@azure/mcp/index.js", "server", "start"],
    protocolVersion: "2025-11-25",
    tools: 20,
    // One of the few that need neither an account nor the internet.
    call: [
      "get_azure_bestpractices",
      {
        intent: "general advice",
        command: "get_azure_bestpractices_get",
        parameters: { resource: "general", action: "all" },
      },
    ],
    says: /"status":200,.*managed identity/,
  },
];

/** Servers that others wrote, as their users start them: connect, list, one call. */
describe("servers by others", function () {
  this.timeout(10 * 60_000);
  let hub: HeadlessHub;

  before(async () => {
    writeFileSync(join(folder, "harbor.txt"), "The lighthouse is lit at dusk.\n");
    const [installed, browser] = await Promise.all([otherServers(), chromium()]);
    const entries = rows.map(({ server, args: [script = "", ...args] }) => [
      server,
      {
        command: process.execPath,
        args: [join(installed, "node_modules", script), ...args.map((arg) => (arg === "CHROMIUM" ? browser : arg))],
        env: { MEMORY_FILE_PATH: join(folder, "memory.jsonl"), AZURE_MCP_COLLECT_TELEMETRY: "false" },
      },
    ]);
    // One after the other: a program that takes longer than 5 s to start counts as one of the older era until it restarts.
    const options = { connectTimeoutSeconds: 120, maxConcurrentStarts: 1 };
    hub = createHub({ servers: Object.fromEntries(entries), options });
    await hub.ready();
  });
  after(async () => {
    await hub?.close();
    rmSync(folder, { recursive: true });
  });

  for (const { server, protocolVersion, tools, call, says } of rows)
    it(`${server}: connects, lists, is called`, async () => {
      const state = hub.status().servers.find(({ id }) => id === server)?.state;
      assert.ok(state?.kind === "ready", JSON.stringify(state));
      assert.equal(state.info.protocolVersion, protocolVersion);
      const listed = hub.listTools().filter((tool) => tool.server === server);
      assert.ok(listed.length >= tools, `${listed.length} tools`);
      const { content, isError } = await hub.callTool(server, ...call);
      const text = content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
      assert.equal(isError, false, text);
      assert.match(text, says);
    });
});
