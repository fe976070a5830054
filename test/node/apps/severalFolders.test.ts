import assert from "node:assert/strict";
import { join } from "node:path";
import { waysOf } from "../../../src/core/apps/use/ways";
import { shownPath, usedFiles } from "../../../src/editor/commands/apps/useFromText";
import { type AppWorld, appWorld } from "../../support/appWorld";

describe("apps that use the hub in a workspace of several folders", () => {
  let world: AppWorld;
  beforeEach(async () => {
    world = await appWorld(["shop", "site"]);
  });
  afterEach(() => world.close());

  const folders = () => world.system.folders ?? assert.fail("one folder");

  it("have the file of the folder that is named, and a client with its name", async () => {
    const [, site = ""] = folders();
    const known = (await world.use.apps(site)).find(({ app }) => app.id === "vscode") ?? assert.fail();
    const way = waysOf(known).find(({ file }) => file.level === "project") ?? assert.fail();
    assert.equal(way.file.path, join(site, ".vscode", "mcp.json"));
    await world.write("vscode", way);
    const names = (await world.registry.list()).map(({ name }) => name);
    assert.match(names.join(), way.form === "program" ? /^$/ : /\(site\)$/);
    assert.equal(shownPath(way.file.path, world.system), join("site", ".vscode", "mcp.json"));
    const used = usedFiles((await Promise.all(folders().map((folder) => world.use.apps(folder)))).flat());
    assert.deepEqual(
      used.map(({ file }) => file.path),
      [way.file.path],
    );
  });

  it("have the file of the first folder where none is named", async () => {
    const [shop = ""] = folders();
    assert.equal((await world.way("vscode", "project")).file.path, join(shop, ".vscode", "mcp.json"));
  });
});
