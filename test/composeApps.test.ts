import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { composeApps } from "../src/composeApps";
import type { ClientTokens, NewClient } from "../src/core/access/clientTokens";
import { waysOf } from "../src/core/apps/use/ways";
import { MapStore } from "./support/mapStore";
import { ownStateFolder } from "./support/stateFolder";

describe("other apps of a machine, put together", () => {
  const { PATH } = process.env;
  const folder = ownStateFolder(async () => {
    process.env.PATH = PATH;
  });
  let added: NewClient[];
  let revoked: string[];
  beforeEach(() => {
    process.env.PATH = "";
    added = [];
    revoked = [];
    for (const name of ["home", "work"]) mkdirSync(at(name));
  });

  const at = (...names: string[]) => join(folder.path, ...names);
  const launcher = () => at("storage", "bin", "mcp-client-hub.cjs");
  const clients = {
    url: () => "http://127.0.0.1:4000",
    add: async (client: NewClient) => {
      added.push(client);
      return { id: `c${added.length}`, token: "mcphub_the-token-of-a-test" };
    },
    revoke: async (id: string) => void revoked.push(id),
    list: async () => [],
    idOf: () => undefined,
  } as unknown as ClientTokens;
  const compose = (extension = at("extension-1")) =>
    composeApps({
      ...{ extension, storage: at("storage"), state: new MapStore(), clients: () => clients },
      system: () => ({ platform: "linux", home: at("home"), env: {}, workspace: at("work") }),
    });
  type Apps = ReturnType<typeof compose>;
  const written = async ({ use }: Apps, level: "user" | "project", form: "program" | "token") => {
    const cursor = (await use.apps()).find(({ app }) => app.id === "cursor") ?? assert.fail();
    const way = waysOf(cursor).find((one) => one.file.level === level && one.form === form) ?? assert.fail();
    const proposal = await use.propose(cursor.app, way);
    assert.equal(proposal.kind, "proposal");
    if (proposal.kind !== "proposal") return "";
    assert.notEqual(await use.write(proposal), "changed");
    return readFileSync(way.file.path, "utf8");
  };

  it("start the version that runs, by a file that stays where it is", async () => {
    const apps = compose();
    assert.match(await written(apps, "user", "program"), new RegExp(`"node"[^]*"${launcher()}"[^]*"stdio"`));
    assert.ok(readFileSync(launcher(), "utf8").includes(JSON.stringify(at("extension-1", "dist", "headless.js"))));
    await compose(at("extension-2")).renew();
    assert.ok(readFileSync(launcher(), "utf8").includes(JSON.stringify(at("extension-2", "dist", "headless.js"))));
  });

  it("start the command where it is installed, and always in a file of a project", async () => {
    assert.match(await written(compose(), "project", "program"), /"mcp-client-hub"/);
    writeFileSync(at("mcp-client-hub"), "");
    chmodSync(at("mcp-client-hub"), 0o755);
    process.env.PATH = folder.path;
    assert.match(await written(compose(), "user", "program"), /"mcp-client-hub"/);
    assert.ok(!existsSync(launcher()));
    await compose().renew();
    assert.ok(!existsSync(launcher()), "Nothing is renewed that no app starts.");
  });

  it("reach the gateway with a client of their own", async () => {
    const text = await written(compose(), "user", "token");
    assert.match(text, /"http:\/\/127\.0\.0\.1:4000\/mcp"/);
    assert.match(text, /mcphub_the-token-of-a-test/);
    assert.equal(added.length, 1);
    assert.deepEqual(revoked, []);
  });

  it("keep backups of what a file held", async () => {
    mkdirSync(at("home", ".cursor"));
    writeFileSync(at("home", ".cursor", "mcp.json"), '{ "mcpServers": {} }');
    await written(compose(), "user", "token");
    assert.ok(existsSync(at("storage", "backups")));
  });
});
