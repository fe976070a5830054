import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { node24 } from "../host/node24.mjs";
import { blockLimitMs, neverBlocks } from "../support/longestBlock";
import { noAbort, openLinks } from "../support/openLinks";

const run = promisify(execFile);

/**
 * The storm comes within a second: what takes longer than that of the processor falls behind. On a busy machine the clock says nothing
 * of it.
 */
const stormMs = 1000;

/** One extreme in a process and a state folder of its own: what came of it, and the longest block of its event loop in CPU time. */
async function measured(...name: readonly string[]): Promise<{ result: Record<string, number>; blockedMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), "hub-limits-"));
  const env = { ...process.env, MCP_HUB_STATE_FOLDER: folder, MCP_HUB_SHELL_ENV: "0" };
  try {
    const { stdout } = await run(await node24(), ["test/limits/startMeasured.mjs", ...name], { env });
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe("extremes", () => {
  const doors: [door: string, words: string][] = [
    ["json", "Streamable HTTP, as JSON"],
    ["events", "Streamable HTTP, as an event"],
    ["sse", "HTTP+SSE"],
    ["websocket", "a WebSocket, in one frame"],
    ["fragments", "a WebSocket, in many frames"],
    ["deflate", "a WebSocket whose server would compress"],
    ["tcp", "TCP"],
  ];
  type Row = [what: string, name: string, good: (result: Record<string, number>) => boolean];
  const rows: Row[] = [
    ["5,000 tools in one server", "many", ({ tools }) => tools === 5000],
    [
      "10,000 notifications in a second",
      "storm",
      ({ heard, usedMs = Number.NaN }) => heard === 10_000 && usedMs < stormMs,
    ],
    ["5,000 tools with six described arguments each", "described", ({ tools }) => tools === 5004],
    [
      "a list of 5,000 tools that is said to have changed and has not, and then has",
      "list changed",
      ({ tools, lists }) => tools === 5004 && lists === 3,
    ],
    [
      "a search in 5,000 tools, and another",
      "search",
      ({ first, again, names }) => first === 10 && again === 10 && names === 1,
    ],
    ["the names of 5,000 tools for language models", "merged", ({ tools }) => tools === 5004],
    ["the tree's 5,000 nodes", "tree", ({ looks, named }) => looks === 5004 && named === 5000],
    [
      "what is kept of 5,000 tools for the next start",
      "stored",
      ({ ofPart, ofWhole }) => ofPart === 150 && ofWhole === 0,
    ],
    ["the panel in a storm of 10,000 events", "panel", ({ told }) => told === 10_000],
    ["a list that changes 50 times a second", "changing", ({ tools }) => tools === 20],
  ];
  const large: Row[] = [
    ["a message of 10 MB", "10 MB", ({ length }) => length === 10 * 1024 * 1024],
    ["a message of 100 MB", "100 MB", ({ length }) => length === 100 * 1024 * 1024],
    ["a message of 100,000 objects", "wide", ({ rows: count }) => count === 100_000],
  ];
  const test = (what: string, name: string, good: Row[2], door?: string) =>
    it(`${what}: whole, and the event loop never stands still for more than ${blockLimitMs} ms`, async () => {
      await neverBlocks(async () => {
        const { result, blockedMs } = await measured(name, ...(door ? [door] : []));
        assert.ok(good(result), JSON.stringify(result));
        return blockedMs;
      });
    }).timeout(120_000);
  for (const [what, name, good] of [...rows, ...large]) test(what, name, good);
  for (const [door, words] of doors)
    for (const [what, name, good] of large) test(`${what} over ${words}`, name, good, door);

  describe("a server whose lists are odd", function () {
    this.timeout(20_000);
    let hub: HeadlessHub;
    let fetched = 0;
    const web = createServer((_, response) => {
      fetched++;
      response.end("{}");
    });

    const open = openLinks();
    let extreme: (kind: string) => { command: string; args: string[] };

    before(async () => {
      await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
      const remote = `http://127.0.0.1:${(web.address() as AddressInfo).port}/schema.json`;
      extreme = (kind) => ({ command: "node", args: ["test/limits/extremeServer.mjs", kind, remote] });
      hub = createHub({
        servers: { pages: extreme("pages"), schemas: extreme("schemas"), duplicates: extreme("duplicates") },
      });
      await hub.ready();
    });
    after(async () => {
      await hub.close();
      await new Promise((resolve) => web.close(resolve));
    });

    const toolsOf = (server: string) => hub.listTools().filter((tool) => tool.server === server);
    const call = (server: string, tool: string, args = {}) => hub.callTool(server, tool, args);

    it("three pages are one list, and each page's tools are checked", async () => {
      assert.deepEqual(
        toolsOf("pages").map(({ tool }) => tool),
        ["a", "b", "c"],
      );
      // Each wants its own name in its answer, and no answer has it.
      for (const name of ["a", "b", "c"]) {
        const { warning } = await call("pages", name);
        assert.match(warning ?? "", new RegExp(`does not fit the output schema of "${name}"`));
      }
    });

    it("a schema that refers to itself is checked as deep as the value goes", async () => {
      const tree = { name: "a", children: [{ name: "b", children: [{ name: "c" }] }] };
      assert.equal((await call("schemas", "recursive", { tree })).isError, false);
      const bad = { name: "a", children: [{ name: "b", children: [{ name: 3 }] }] };
      await assert.rejects(call("schemas", "recursive", { tree: bad }), { code: "bad-arguments" });
    });

    for (const name of ["endless", "uncompilable", "uncompilableOutput", "remote", "remoteOutput"])
      it(`a schema that cannot be used costs the tool its check, and nothing else: ${name}`, async () => {
        assert.equal(toolsOf("schemas").length, 6);
        const { content } = await call("schemas", name, { a: 1 });
        assert.deepEqual(content, [{ type: "text", text: name }]);
      });

    it("nothing was fetched that a schema refers to", () => assert.equal(fetched, 0));

    it("of tools with the same name the first is there, and the others are only told of", async () => {
      assert.deepEqual(
        toolsOf("duplicates").map(({ name, description }) => [name, description]),
        [
          ["duplicates__same", "The first."],
          ["duplicates__other", "Does other."],
        ],
      );
      const { command, args } = extreme("duplicates");
      const { link, heard } = await open({ kind: "stdio", server: "duplicates", env: {}, command, args });
      assert.equal((await link.catalog(noAbort())).tools.length, 2);
      const warnings = heard.logs.filter(({ level }) => level === "warning");
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]?.text ?? "", /more than one tool named "same": the first was kept/);
    });
  });
});
