import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

const cursor = `{
  // mine
  "mcpServers": {
    "files": { "command": "node", "args": ["files.js"], "env": { "API_KEY": "planted-value" } },
    "old": { "command": "node", "args": ["old.js"], "env": { "REGION": "north" } },
    "same": { "command": "node", "args": ["same.js"] },
    "bad": { "command": "node", "args": 3 },
  },
}
`;
const windsurf = JSON.stringify({ mcpServers: { hides: { command: "node", args: ["h.js"], disabledTools: ["rm"] } } });
const config = `{
  // of mine
  "servers": {
    "same": { "command": "node", "args": ["same.js"] }, // stays
    "old": { "command": "node", "args": ["old.js"] },
  },
}
`;

/** The command as people run it, with a home folder of its own. */
describe("mcp-client-hub import", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "mcph-import-command-"));
    await put("home/.cursor/mcp.json", cursor);
    await put("home/.codeium/windsurf/mcp_config.json", windsurf);
    await put("servers.json", config);
    await put("project/.cursor/mcp.json", JSON.stringify({ mcpServers: { project: { command: "p" } } }));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("says for each server what can be done with it, shows no secret, and writes nothing", async () => {
    const { code, stdout, stderr } = await run("--config", at("servers.json"));
    assert.deepEqual([code, stderr], [0, ""]);
    assert.doesNotMatch(stdout, /planted/);
    for (const expected of [
      /^Cursor, .*\.cursor\/mcp\.json$/m,
      /^ {2}files: new$/m,
      /^ {4}secrets that are not copied: API_KEY •••$/m,
      /^ {4}set: MCP_HUB_INPUT_FILES_API_KEY$/m,
      /^ {2}old: differs from "old": \+env\.REGION$/m,
      /^ {2}same: same as "same"$/m,
      /^ {2}bad: cannot be imported: .*args/m,
      /^ {2}hides: new$/m,
      /^ {4}not taken over: turned off: rm; deny those tools in "mcpHub\.policy"$/m,
      /^Nothing was written\./m,
    ])
      assert.match(stdout, expected);
    assert.doesNotMatch(stdout, /project/);
    assert.equal(await readFile(at("servers.json"), "utf8"), config);
  });

  it("adds what is new with --write, keeps comments, and changes no file of another app", async () => {
    const { code, stdout } = await run("--config", at("servers.json"), "--write");
    assert.equal(code, 0);
    assert.match(stdout, /Added to .*servers\.json: files, hides\./);
    const after = await readFile(at("servers.json"), "utf8");
    assert.doesNotMatch(after, /planted/);
    for (const kept of ["// of mine", '"same": { "command": "node", "args": ["same.js"] }, // stays'])
      assert.ok(after.includes(kept), after);
    assert.match(after, /\$\{secret:FILES_API_KEY\}/);
    assert.doesNotMatch(after, /REGION/, "what differs is not changed");
    assert.equal(await readFile(at("home/.cursor/mcp.json"), "utf8"), cursor);
    const again = await run("--config", at("servers.json"), "--write");
    assert.match(again.stdout, /files: same as "files"[\s\S]*was not changed: nothing is new/);
    assert.equal(await readFile(at("servers.json"), "utf8"), after);
  });

  it("makes the file where it is missing, and takes one app or one file", async () => {
    const made = await run("--from", "windsurf", "--config", at("new.json"), "--write", "--json");
    assert.equal(made.code, 0);
    const { servers, problems, written } = JSON.parse(made.stdout);
    assert.deepEqual(problems, []);
    assert.deepEqual(written, { file: at("new.json"), servers: ["hides"] });
    assert.deepEqual(
      servers.map(({ app, server, verdict }: Record<string, unknown>) => [app, server, verdict]),
      [["windsurf", "hides", "new"]],
    );
    assert.deepEqual(Object.keys(JSON.parse(await readFile(at("new.json"), "utf8")).servers), ["hides"]);
    const one = await run("--from", at("project/.cursor/mcp.json"));
    assert.match(one.stdout, /project: new/);
  });

  it("ends with 2 where --from or --config cannot be used", async () => {
    const nobody = await run("--from", "nobody");
    assert.deepEqual([nobody.code, nobody.stdout], [2, ""]);
    assert.match(nobody.stderr, /"nobody" is neither an app nor a file\. Apps: .*cursor/);
    await put("broken.json", '{"servers": ');
    const broken = await run("--config", at("broken.json"), "--write");
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /broken\.json: The file is not JSON/);
    assert.equal(await readFile(at("broken.json"), "utf8"), '{"servers": ');
  });

  const at = (path: string) => join(root, path);

  async function put(path: string, content: string): Promise<void> {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
  }

  async function run(...line: readonly string[]) {
    const { XDG_CONFIG_HOME: _, ...env } = process.env;
    const child = spawn(process.execPath, ["dist/headless.js", "import", ...line], {
      env: { ...env, HOME: at("home"), USERPROFILE: at("home"), MCP_HUB_STATE_FOLDER: at("state") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
    return { code: Number(code), stdout, stderr };
  }
});
