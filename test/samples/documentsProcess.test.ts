import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { build } from "esbuild";
import { callMany } from "../../src/core/calls/callMany";
import { newCall } from "../../src/core/calls/toolCall";
import { neverAborted } from "../../src/core/kernel/abortSignals";
import { aComposedHub, withoutLoginShell } from "../support/aComposedHub";
import { definition } from "../support/fakeLink";
import { temporaryFolder } from "./temporaryFolder";

describe("the documents server as a process", function () {
  this.timeout(30_000);
  withoutLoginShell();
  const demo = path.join(process.cwd(), "test", "host", "demo");
  let script: string;
  let place: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    place = await temporaryFolder({ "a.md": "# A\n\nIt is." });
    const outdir = path.join(place.folder, "built");
    await build({
      entryPoints: ["src/samples/documents.ts", "src/samples/documentReader.ts"],
      outdir,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node20",
    });
    script = path.join(outdir, "documents.js");
  });
  after(() => place.remove());

  it("serves a client over standard input and output, and nothing else is written there", async () => {
    const client = new Client({ name: "test", version: "1.0.0" });
    const noise: unknown[] = [];
    client.onerror = (error) => noise.push(error);
    const transport = new StdioClientTransport({ command: process.execPath, args: [script, demo], stderr: "pipe" });
    await client.connect(transport);
    assert.equal(client.getServerVersion()?.name, "documents");
    await client.listTools();
    const { structuredContent } = await client.callTool({ name: "get_statistics", arguments: {} });
    assert.equal((structuredContent as { documents: number }).documents, 8);
    await client.close();
    assert.deepEqual(noise, []);
  });

  it("gets calls of the hub together where its entry says so, and each has its own answer", async () => {
    const config = { command: process.execPath, args: [script, demo], batch: true };
    const composed = aComposedHub();
    const texts: string[] = [];
    composed.stream.onEvent((event) => event.type === "server.log" && texts.push(event.text));
    try {
      composed.hub.configure([definition("documents", { entry: { kind: "valid", config } })]);
      await composed.hub.connect("documents");
      const named = { server: "documents", caller: { door: "module" }, signal: neverAborted } as const;
      const paths = ["fish-soup.md", "nowhere.md", "invoice-2041.txt"];
      const [soup, nowhere, invoice] = await callMany(
        composed.requests.callTool,
        paths.map((path) => newCall({ ...named, tool: "classify_document", args: { path } })),
      );
      const category = (one: typeof soup) => one?.ok && (one.result.structured as { category?: string }).category;
      assert.deepEqual([category(soup), category(invoice)], ["recipe", "invoice"]);
      assert.ok(nowhere?.ok && nowhere.result.isError);
      assert.ok(texts.some((text) => text.startsWith('Sent 3 calls of "classify_document" as one')));
    } finally {
      await composed.close();
    }
  });

  it("reads the folder it is started in when nobody names one", async () => {
    const client = new Client({ name: "test", version: "1.0.0" });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [script], cwd: place.folder }));
    const { content } = await client.callTool({ name: "extract_text", arguments: { path: "a.md" } });
    assert.match(JSON.stringify(content), /It is\./);
    await client.close();
  });

  it("ends by itself when its client is gone", async () => {
    const child = spawn(process.execPath, [script, demo], { stdio: ["pipe", "ignore", "ignore"] });
    child.stdin.end();
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
  });

  it("ends by itself when nobody reads its answers, while its input stays open", async () => {
    const child = spawn(process.execPath, [script, demo], { stdio: ["pipe", "pipe", "ignore"] });
    child.stdout.destroy();
    child.stdin.on("error", () => {}); // it may end before all is written
    const ended = once(child, "exit");
    for (let id = 1; child.exitCode === null && id < 100; id++) {
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method: "ping" })}\n`);
      await Promise.race([ended, delay(100)]);
    }
    assert.deepEqual(await ended, [0, null]);
  });

  it("does not start with a folder that is not there, and says so", async () => {
    await assert.rejects(promisify(execFile)(process.execPath, [script, path.join(place.folder, "none")]), {
      code: 2,
      stderr: /^Not a folder: .*none\. Usage/,
    });
  });
});
