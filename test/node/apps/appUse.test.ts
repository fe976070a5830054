import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { App, AppFile } from "../../../src/core/apps/app";
import { apps } from "../../../src/core/apps/apps";
import { hideTokens, tokensIn } from "../../../src/core/apps/use/hubEntry";
import { type Way, waysOf } from "../../../src/core/apps/use/ways";
import { clientRules } from "../../core/apps/clientRules";
import { type AppWorld, address, appNamed, appWorld } from "../../support/appWorld";

/** What people have in such files: comments, an odd layout, another server. */
const starts = {
  jsonc: '{\n  // mine\n  "theme": "dark",   "keep": [1,2], /* here */\n  "n": 1.50\n}\n',
  toml: '# mine\nmodel = "o9"   # here\n\n[mcp_servers.other]\ncommand = "npx"\n',
  yaml: "# mine\nname: Local Config\nversion: 0.0.1\nschema: v1\nmodels:   # here\n  - name: one\n",
};

describe("apps that use the hub", () => {
  let world: AppWorld;
  beforeEach(async () => {
    world = await appWorld();
  });
  afterEach(() => world.close());

  const startOf = ({ file }: Way) => starts[file.shape.format];
  const mode = async (path: string) => (await stat(path)).mode & 0o777;
  const usersNow = async () => (await world.use.apps()).filter(({ uses }) => uses.length > 0).map(({ app }) => app.id);
  const clientNames = async () => (await world.registry.list()).map(({ name }) => name);

  for (const { id, files } of apps)
    for (const level of levelsOf(files))
      it(`${id}, ${level}: is written, used, and taken out again byte for byte, in each form`, async () => {
        const ways = waysOf((await world.use.apps()).find(({ app }) => app.id === id) ?? assert.fail());
        for (const way of ways.filter(({ file }) => file.level === level)) {
          const { path } = way.file;
          const rules = clientRules[id] ?? assert.fail(`no rules of ${id}`);
          // Apps that read strict JSON have no comments.
          const isStrict = /JSON/.test(await refusalOf(() => rules(startOf(way), "hub", { env: {}, typed: "" })));
          const start = isStrict ? '{"theme": "dark",\n\n  "keep": [1,2] }\n' : startOf(way);
          for (const before of [start, undefined]) {
            if (before !== undefined) await world.put(path, before);
            const done = await world.write(id, way);
            assert.ok((await usersNow()).includes(id));
            const text = await world.text(path);
            const [token] = tokensIn(text);
            assert.equal(token !== undefined, way.form === "token");
            assert.equal(done.token !== undefined, way.form === "variable");
            const shown = token ?? done.token ?? "";
            const variable = `MCP_HUB_TOKEN_${id.toUpperCase().replaceAll("-", "_")}`;
            const reached = rules(text, "hub", { env: { [variable]: shown }, typed: shown });
            if (way.form === "program") assert.deepEqual(reached, { command: "mcp-client-hub", args: ["stdio"] });
            else {
              assert.deepEqual(reached, { url: address, authorization: `Bearer ${shown}` });
              assert.ok(world.registry.idOf(shown), "The token lets in.");
            }
            if (way.form === "token") assert.equal(await mode(path), 0o600);
            if (before !== undefined)
              for (const line of ["theme", "mine", "here"])
                assert.equal(text.includes(line), before.includes(line), line);

            await world.remove(id, way);
            assert.equal(await world.store.load(path), before, "It is as it was.");
            assert.ok(!(await usersNow()).includes(id));
            assert.equal(world.registry.idOf(shown), undefined, "The token is revoked.");
            assert.deepEqual(await clientNames(), []);
            if (before !== undefined) await world.store.save({ path, before, after: undefined, isPrivate: false });
          }
        }
      });

  it("keeps what a file held as a backup that only the user can read", async () => {
    const way = await world.way("cursor", "user");
    await world.put(way.file.path, starts.jsonc);
    const { backup = "" } = await world.write("cursor", way);
    assert.equal(await world.text(backup), starts.jsonc);
    assert.ok(backup.startsWith(world.backups) && backup.endsWith("-mcp.json"));
    assert.equal(await mode(backup), 0o600);
    assert.equal(await mode(world.backups), 0o700);
  });

  it("makes no client before something is written, and none where that fails", async () => {
    const way = await world.way("cursor", "user");
    const proposal = await world.propose("cursor", way);
    assert.match(proposal.after, /Bearer mcphub_this-token-is-made-when-you-choose-to-write/);
    assert.deepEqual(await clientNames(), []);
    await world.put(way.file.path, "{}\n");
    assert.equal(await world.use.write(proposal), "changed");
    assert.deepEqual(await clientNames(), []);
    assert.equal(await world.text(way.file.path), "{}\n", "Nothing was written over it.");
    const again = await world.propose("cursor", way);
    assert.equal(again.before, "{}\n");
    await world.put(join(world.system.home, "a-file"), "");
    const blocked = { ...way, file: { ...way.file, path: join(world.system.home, "a-file/mcp.json") } };
    await assert.rejects(world.write("cursor", blocked), { code: "bad-config", message: /ENOTDIR/ });
    assert.deepEqual(await clientNames(), []);
  });

  it("undoes a write: the file, its mode, and the client", async () => {
    const way = await world.way("cursor", "user");
    await world.put(way.file.path, starts.jsonc);
    const before = await mode(way.file.path);
    const done = await world.write("cursor", way);
    assert.deepEqual(await clientNames(), ["Cursor"]);
    assert.deepEqual(await done.undo(), { kind: "undone" });
    assert.equal(await world.text(way.file.path), starts.jsonc);
    assert.equal(await mode(way.file.path), before);
    assert.deepEqual(await clientNames(), []);
  });

  it("undoes the making of a file and of its folders", async () => {
    const way = await world.way("cursor", "project");
    const done = await world.write("cursor", way);
    assert.deepEqual(await clientNames(), ["Cursor (shop)"]);
    await done.undo();
    assert.deepEqual(await readdir(world.system.workspace ?? ""), []);
  });

  it("leaves a file alone that has changed since, when it is undone", async () => {
    const way = await world.way("cursor", "user");
    const done = await world.write("cursor", way);
    const changed = `${await world.text(way.file.path)}\n`;
    await world.put(way.file.path, changed);
    assert.deepEqual(await done.undo(), { kind: "changed" });
    assert.equal(await world.text(way.file.path), changed);
    assert.deepEqual(await clientNames(), ["Cursor"], "What the file holds still lets in.");
  });

  it("undoes a removal with a token that lets in", async () => {
    const way = await world.way("cursor", "user");
    await world.put(way.file.path, starts.jsonc);
    const { profile } = { profile: "review" };
    await world.use.write(await world.propose("cursor", way), { profile });
    const [old = ""] = tokensIn(await world.text(way.file.path));
    const removed = await world.remove("cursor", way);
    await removed.undo();
    const [fresh = ""] = tokensIn(await world.text(way.file.path));
    assert.notEqual(fresh, old);
    assert.equal(world.registry.idOf(old), undefined);
    const [client, ...others] = await world.registry.list();
    assert.deepEqual(others, []);
    assert.equal(world.registry.idOf(fresh), client?.id);
    assert.equal(client?.profile, "review");
    assert.equal(await mode(way.file.path), 0o600);
    await world.remove("cursor", way);
    assert.equal(await world.text(way.file.path), starts.jsonc);
    assert.deepEqual(await clientNames(), []);
  });

  it("undoes a removal from a project, and gives the token of its variable", async () => {
    const way = await world.way("codex", "project");
    await world.write("codex", way);
    const undone = await (await world.remove("codex", way)).undo();
    assert.ok(undone.kind === "undone" && undone.token && world.registry.idOf(undone.token));
    assert.match(await world.text(way.file.path), /bearer_token_env_var = "MCP_HUB_TOKEN_CODEX"/);
    await world.remove("codex", way);
    assert.deepEqual(await clientNames(), []);
  });

  it("replaces its own entry, and the token of before", async () => {
    const way = await world.way("zed", "user");
    await world.write("zed", way);
    const [first = ""] = tokensIn(await world.text(way.file.path));
    await world.write("zed", way);
    const [second = ""] = tokensIn(await world.text(way.file.path));
    assert.notEqual(first, second);
    assert.equal(world.registry.idOf(first), undefined);
    assert.deepEqual(await clientNames(), ["Zed"]);
  });

  it("shows no token of a file that has one", async () => {
    const way = await world.way("zed", "user");
    await world.write("zed", way);
    const { before = "", after } = await world.propose("zed", way);
    const [token = ""] = tokensIn(before);
    assert.equal(hideTokens(before), before.replace(token, `mcphub_${"•".repeat(43)}`));
    assert.equal(hideTokens(after), after, "What stands for the new token is shown.");
  });

  it("takes another name where a person has a server of the first", async () => {
    const way = await world.way("cursor", "user");
    const mine = '{"mcpServers": {"hub": {"command": "mine"}}}\n';
    await world.put(way.file.path, mine);
    const proposal = await world.propose("cursor", way);
    assert.equal(proposal.name, "mcp-hub");
    assert.equal(proposal.replacesOther, false);
    await world.use.write(proposal);
    assert.ok((await usersNow()).includes("cursor"));
    await world.remove("cursor", way);
    assert.equal(await world.text(way.file.path), mine);
  });

  it("writes nothing into a broken file, and says where it is broken", async () => {
    const way = await world.way("cursor", "user");
    await world.put(way.file.path, '{\n  "mcpServers": {,}\n}\n');
    const refusal = await world.use.propose(appNamed("cursor"), way);
    assert.ok(refusal.kind === "refused");
    assert.match(refusal.reason, /line 2, column 18/);
    assert.deepEqual([refusal.line, refusal.column], [2, 18]);
    assert.deepEqual(await clientNames(), []);
  });

  it("copies an entry with a client of its own, also of a file that is broken", async () => {
    const way = await world.way("cursor", "user");
    await world.put(way.file.path, "{,");
    const { text, token } = await world.use.copy(appNamed("cursor"), way, { scopes: [{ readOnly: true }] });
    assert.equal(token, undefined);
    assert.ok(world.registry.idOf(tokensIn(text)[0] ?? ""));
    assert.deepEqual((await world.registry.list())[0]?.scopes, [{ readOnly: true }]);
    assert.equal(await world.text(way.file.path), "{,");
  });
});

/** Where the hub writes an app's files. */
function levelsOf(files: App["files"]): ReadonlySet<AppFile["level"]> {
  const all = files({ platform: "linux", home: "/home/ann", env: {}, workspace: "/work/shop" });
  return new Set(all.flatMap(({ level, isReadOnly }) => (isReadOnly ? [] : [level])));
}

async function refusalOf(run: () => unknown): Promise<string> {
  try {
    run();
    return "";
  } catch (error) {
    return String(error);
  }
}
