import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHub } from "../../src/headless";
import { FileState, stateFolder } from "../../src/headless/fileState";

describe("the headless hub's state", () => {
  const rows: [platform: NodeJS.Platform, env: Record<string, string>, folder: string][] = [
    ["linux", {}, "/home/ada/.local/state/mcp-client-hub"],
    ["linux", { XDG_STATE_HOME: "/var/state" }, "/var/state/mcp-client-hub"],
    ["linux", { XDG_STATE_HOME: "here" }, "/home/ada/.local/state/mcp-client-hub"],
    ["darwin", { XDG_STATE_HOME: "/x" }, "/home/ada/Library/Application Support/mcp-client-hub"],
    ["win32", { LOCALAPPDATA: "C:\\Users\\ada\\Local" }, "C:\\Users\\ada\\Local\\mcp-client-hub"],
    ["win32", { MCP_HUB_STATE_FOLDER: "D:\\state" }, "D:\\state"],
    ["linux", { MCP_HUB_STATE_FOLDER: "/state" }, "/state"],
  ];
  for (const [platform, env, folder] of rows)
    it(`lies in its place: ${platform} ${JSON.stringify(env)}`, () =>
      assert.equal(stateFolder(env, platform, "/home/ada"), folder));

  it("lies in Windows' usual place where nothing names one", () =>
    assert.equal(stateFolder({}, "win32", "C:\\Users\\ada"), "C:\\Users\\ada\\AppData\\Local\\mcp-client-hub"));

  describe("as a file", () => {
    const base = mkdtempSync(join(tmpdir(), "hub-state-"));
    let folder: string;
    let count = 0;
    const file = () => join(folder, "state.json");
    const open = (report: (error: unknown) => void = (error) => assert.fail(String(error))) =>
      new FileState(folder, report);
    beforeEach(() => {
      folder = join(base, `${count++}`, "deep");
    });
    after(() => rmSync(base, { recursive: true, force: true }));

    it("outlives the process, and leaves no other file", async () => {
      const state = open();
      await Promise.all([state.set("a", 1), state.set("b", [2]), state.set("a", 3)]);
      assert.deepEqual([open().get("a"), open().get("b"), open().get("c")], [3, [2], undefined]);
      assert.deepEqual(readdirSync(folder), ["state.json"]);
    });

    it("is written once for all that is set before the write begins", async () => {
      const state = open();
      const first = state.set("a", 1);
      const writes = new Set([first, state.set("b", 2), state.set("c", 3)]);
      assert.equal(writes.size, 1);
      await first;
      assert.deepEqual(JSON.parse(readFileSync(file(), "utf8")), { a: 1, b: 2, c: 3 });
      await state.set("d", 4);
      assert.deepEqual(JSON.parse(readFileSync(file(), "utf8")), { a: 1, b: 2, c: 3, d: 4 });
    });

    it("reads a larger file where it may be larger", async () => {
      const large = "x".repeat(5_000_000);
      const state = new FileState(folder, (error) => assert.fail(String(error)), 10_000_000);
      await state.set("a", large);
      const again = new FileState(folder, (error) => assert.fail(String(error)), 10_000_000);
      assert.equal(again.get("a"), large);
    });

    it("keeps what other processes have written meanwhile", async () => {
      const [one, other] = [open(), open()];
      await one.set("a", 1);
      await other.set("b", 2);
      await one.set("c", 3);
      assert.deepEqual(JSON.parse(readFileSync(file(), "utf8")), { a: 1, b: 2, c: 3 });
      assert.equal(one.get("b"), 2);
    });

    for (const broken of ["", "{", "[]", "null", '"text"', `{"a": "${"x".repeat(5_000_000)}"}`])
      it(`counts as none where it is broken, is said, and is replaced: ${broken.slice(0, 20)}`, async () => {
        await open().set("a", 1);
        writeFileSync(file(), broken);
        const reported: unknown[] = [];
        const state = open((error) => reported.push(error));
        assert.equal(state.get("a"), undefined);
        assert.match(String(reported), /state\.json cannot be read/);
        await state.set("b", 2);
        assert.deepEqual(JSON.parse(readFileSync(file(), "utf8")), { b: 2 });
        assert.equal(reported.length, 1);
      });

    it("says what to do where it cannot be written", async () => {
      writeFileSync(join(base, "file"), "");
      const state = new FileState(join(base, "file", "x"), () => {});
      await assert.rejects(state.set("a", 1), {
        message: /The state of the hub cannot be stored in .*MCP_HUB_STATE_FOLDER/,
      });
      assert.equal(state.get("a"), 1);
      await state.settled();
    });

    it("holds the era of each server, which the next hub does not ask for", async () => {
      const before = process.env.MCP_HUB_STATE_FOLDER;
      process.env.MCP_HUB_STATE_FOLDER = folder;
      try {
        const servers = { fixture: { command: "node", args: ["test/support/fixtureServer.mjs"] } };
        const hub = createHub({ servers });
        await hub.ready();
        await hub.close();
        const { "mcpHub.eras": eras } = JSON.parse(readFileSync(file(), "utf8"));
        assert.deepEqual(
          eras.map(({ era }: { era: string }) => era),
          ["legacy"],
        );
      } finally {
        process.env.MCP_HUB_STATE_FOLDER = before;
      }
    });
  });
});
