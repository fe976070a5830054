import assert from "node:assert/strict";
import { appPlaces, type FileLook, foundApps } from "../../../src/core/apps/appFiles";
import { linux } from "./writtenEntries";

const look = (files: Readonly<Record<string, string>>): FileLook => ({
  exists: async (path) => Object.hasOwn(files, path),
  read: async (path) => files[path],
});

describe("the apps of this machine", () => {
  it("are those that have a file", async () => {
    const found = await foundApps(
      linux,
      look({ "/home/ann/.cursor/mcp.json": "{}", "/work/shop/.codex/config.toml": "" }),
    );
    assert.deepEqual(
      found.filter(({ found }) => found.length > 0).map(({ app }) => app.id),
      ["cursor", "codex"],
    );
  });

  it("get the hub's entry in the file that exists, or else in the usual place", async () => {
    const [none] = await foundApps(linux, look({}));
    assert.equal(none?.userFile?.path, "/home/ann/.claude.json");
    assert.equal(none?.projectFile?.path, "/work/shop/.mcp.json");
    const openCode = (await foundApps(linux, look({ "/home/ann/.config/opencode/opencode.jsonc": "{}" }))).find(
      ({ app }) => app.id === "opencode",
    );
    assert.equal(openCode?.userFile?.path, "/home/ann/.config/opencode/opencode.jsonc");
  });

  it("include the profiles of VS Code, and no path that a record makes up", async () => {
    const profile = "/home/ann/.config/Code/User/profiles/-1a2b/mcp.json";
    const outside = "/home/ann/.config/Code/User/profiles/../../x/mcp.json";
    const record = JSON.stringify({
      userDataProfiles: [{ location: "-1a2b" }, { location: "../../x" }, { location: { a: 1 } }],
    });
    const files = {
      "/home/ann/.config/Code/User/globalStorage/storage.json": record,
      [profile]: "{}",
      [outside]: "{}",
    };
    const vsCode = (await foundApps(linux, look(files))).find(({ app }) => app.id === "vscode");
    assert.deepEqual(
      vsCode?.found.map(({ path }) => path),
      [profile],
    );
    for (const broken of ["{", "[]", '{"userDataProfiles": 1}']) {
      const odd = { "/home/ann/.config/Code/User/globalStorage/storage.json": broken };
      assert.deepEqual(
        (await foundApps(linux, look(odd))).filter(({ found }) => found.length > 0),
        [],
      );
    }
  });
});

describe("the places of apps", () => {
  const files = {
    "/home/ann/.config/Code/User/globalStorage/storage.json": '{"userDataProfiles":[{"location":"p1"}]}',
  };
  const read = async (path: string): Promise<string | undefined> => Reflect.get(files, path);

  it("are in each folder of a workspace, and each is there once", async () => {
    const places = await appPlaces({ ...linux, folders: ["/work/shop", "/work/api"] }, read);
    const of = (id: string) => places.filter(({ app }) => app.id === id).map(({ file }) => file.path);
    assert.deepEqual(of("cursor"), [
      "/home/ann/.cursor/mcp.json",
      "/work/shop/.cursor/mcp.json",
      "/work/api/.cursor/mcp.json",
    ]);
    // The servers of one project are in the person's file, too: another place of it for each folder.
    assert.equal(of("claude-code").filter((path) => path === "/home/ann/.claude.json").length, 3);
  });

  it("are those that another file names, too", async () => {
    const places = await appPlaces(linux, read);
    assert.ok(places.some(({ file }) => file.path === "/home/ann/.config/Code/User/profiles/p1/mcp.json"));
  });
});
