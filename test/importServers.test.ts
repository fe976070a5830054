import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ImportCommand } from "../src/headless/import/importCommand";
import { importOutcome } from "../src/importServers";
import { ownStateFolder } from "./support/stateFolder";

const one = (name: string) => JSON.stringify({ mcpServers: { [name]: { command: "node", args: [`${name}.js`] } } });

describe("servers of other apps, for a configuration file", () => {
  const { HOME, USERPROFILE, XDG_CONFIG_HOME } = process.env;
  const folder = ownStateFolder(async () => {
    for (const [name, value] of Object.entries({ HOME, USERPROFILE, XDG_CONFIG_HOME }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  beforeEach(() => {
    process.env.HOME = process.env.USERPROFILE = at("home");
    delete process.env.XDG_CONFIG_HOME;
    put("home/.cursor/mcp.json", one("cursors"));
    put("home/.codeium/windsurf/mcp_config.json", one("windsurfs"));
  });

  const at = (path: string) => join(folder.path, path);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const config = () => at("servers.json");
  const run = async (more: Partial<ImportCommand> = {}) => {
    const command = { kind: "import", from: undefined, config: undefined, write: false, json: true } as const;
    const { stdout, ...rest } = await importOutcome({ ...command, ...more });
    assert.deepEqual(rest, { exitCode: 0, stderr: "" });
    const { servers, ...told } = JSON.parse(stdout);
    const found: string[] = servers.map((one: Record<string, string>) => `${one.app} ${one.server} ${one.verdict}`);
    return { ...told, found: found.sort() };
  };
  const servers = () => Object.keys(JSON.parse(readFileSync(config(), "utf8")).servers).sort();

  it("are those of all apps, of one, or of one file", async () => {
    assert.deepEqual((await run()).found, ["cursor cursors new", "windsurf windsurfs new"]);
    assert.deepEqual((await run({ from: "windsurf" })).found, ["windsurf windsurfs new"]);
    assert.deepEqual((await run({ from: at("home/.cursor/mcp.json") })).found, ["cursor cursors new"]);
    put("anywhere.json", one("own"));
    assert.deepEqual((await run({ from: at("anywhere.json") })).found, ["file own new"]);
  });

  it("are written only when told to, and only those that are new", async () => {
    put("servers.json", JSON.stringify({ servers: { cursors: { command: "node", args: ["cursors.js"] } } }));
    assert.equal((await run({ config: config() })).written, null);
    assert.deepEqual(servers(), ["cursors"]);
    const { found, written } = await run({ config: config(), write: true });
    assert.deepEqual(found, ["cursor cursors same", "windsurf windsurfs new"]);
    assert.deepEqual(written, { file: config(), servers: ["windsurfs"] });
    assert.deepEqual(servers(), ["cursors", "windsurfs"]);
    const before = readFileSync(config(), "utf8");
    assert.deepEqual((await run({ config: config(), write: true })).written.servers, []);
    assert.equal(readFileSync(config(), "utf8"), before);
  });

  it("make a file where there is none, or where it is empty", async () => {
    await run({ config: config(), write: true, from: "cursor" });
    assert.deepEqual(servers(), ["cursors"]);
    put("servers.json", " \n");
    await run({ config: config(), write: true, from: "cursor" });
    assert.deepEqual(servers(), ["cursors"]);
    assert.ok(existsSync(at("backups")), "What the file held is kept.");
  });

  it("are added to a file that begins with a byte order mark", async () => {
    put("servers.json", '\ufeff{ "servers": {} }');
    await run({ config: config(), write: true, from: "cursor" });
    assert.match(readFileSync(config(), "utf8"), /"cursors"/);
  });

  const refusals: [what: string, command: () => Partial<ImportCommand>, message: RegExp][] = [
    [
      "a file that is not JSON",
      () => ({ config: at("broken.json"), write: true }),
      /broken\.json: The file is not JSON/,
    ],
    ["no app and no file", () => ({ from: "nobody" }), /"nobody" is neither an app nor a file\. Apps: .*cursor, /],
    [
      "a file without servers",
      () => ({ from: at("words.txt") }),
      /words\.txt has no servers in a form that the hub knows/,
    ],
  ];
  for (const [what, command, message] of refusals)
    it(`are refused where there is ${what}`, async () => {
      put("broken.json", '{"servers": ');
      put("words.txt", '{ "theme": "dark" }');
      await assert.rejects(run(command()), { code: "bad-config", message });
      assert.equal(readFileSync(at("broken.json"), "utf8"), '{"servers": ');
    });
});
