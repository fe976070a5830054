import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findSources } from "../../../src/core/apps/import/findSources";
import type { System } from "../../../src/core/apps/system";
import { AppFileStore } from "../../../src/node/apps/appFileStore";

/** Bad files on a real disk: each is a problem at its place, and the others are listed. */
describe("files of apps that cannot be imported from", () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), "mcph-bad-"));
  });
  after(() => rm(home, { recursive: true, force: true }));

  const put = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), content);
  };

  it("say what is wrong: not UTF-8, huge, links in a circle, a folder, half written", async () => {
    await put(".lmstudio/mcp.json", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
    await put(".kiro/settings/mcp.json", "{}");
    await truncate(join(home, ".kiro/settings/mcp.json"), 21_000_000);
    await mkdir(join(home, ".cursor"));
    await symlink("mcp.json", join(home, ".cursor/mcp.json"));
    await mkdir(join(home, ".codex/config.toml"), { recursive: true });
    await put(".copilot/mcp-config.json", Buffer.from('\ufeff{"mcpServers": {}}', "utf16le"));
    await put(".gemini/settings.json", '{"mcpServers": {"a": {"comm');
    await put(".claude.json", '\ufeff{"mcpServers": {"good": {"command": "x"}}}');

    const system: System = { platform: "linux", home, env: {} };
    const store = new AppFileStore(join(home, "backups"));
    const before = await stat(join(home, ".claude.json"));
    const sources = await findSources(system, store, async () => {});
    const problems = Object.fromEntries(
      sources.flatMap(({ app, read }) => read.problems.map(({ message }) => [app.id, message])),
    );
    assert.match(problems["lm-studio"] ?? "", /is not UTF-8 text/);
    assert.match(problems["copilot-cli"] ?? "", /is not UTF-8 text/);
    assert.match(problems.kiro ?? "", /larger than 20 MB/);
    assert.match(problems.cursor ?? "", /ELOOP/);
    assert.match(problems.codex ?? "", /EISDIR/);
    assert.match(problems["gemini-cli"] ?? "", /line 1, column 23/);
    assert.deepEqual(
      sources.flatMap(({ read }) => read.entries.map(({ name }) => name)),
      ["good"],
    );
    assert.equal((await stat(join(home, ".claude.json"))).mtimeMs, before.mtimeMs);
    assert.equal(await readFile(join(home, ".gemini/settings.json"), "utf8"), '{"mcpServers": {"a": {"comm');
    await assert.rejects(stat(join(home, "backups")), "Nothing is kept, since nothing is written.");
  });
});
