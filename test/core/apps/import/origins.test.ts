import assert from "node:assert/strict";
import { Origins } from "../../../../src/core/apps/import/origins";
import { MapStore } from "../../../support/mapStore";
import { known } from "./importWorld";

const origin = (server: string, source?: string) => ({
  scope: source === undefined ? ("user" as const) : ("workspace" as const),
  ...(source !== undefined && { source }),
  server,
  app: "cursor",
  file: "/home/ann/.cursor/mcp.json",
  path: ["mcpServers", server],
  setup: "{}",
});

describe("the origins that are kept", () => {
  it("are at most 300, the latest first, each server once", async () => {
    const origins = new Origins(new MapStore());
    await origins.put(Array.from({ length: 300 }, (_, n) => origin(`s${n}`)));
    await origins.put([{ ...origin("s1"), app: "zed" }]);
    assert.deepEqual([origins.all().length, origins.all()[0]?.app], [300, "zed"]);
    await origins.put([origin("s1", "/work/shop")]);
    const names = origins.all().map(({ server }) => server);
    assert.deepEqual([names.length, names.slice(0, 3), names.at(-1)], [300, ["s1", "s1", "s0"], "s298"]);
  });

  it("leave out what cannot be read", async () => {
    const store = new MapStore();
    const good = origin("a", "/w");
    const odd = ["scope", "server", "app", "file", "path", "setup"].map((key) => ({ ...good, [key]: 7 }));
    await store.set("apps.origins", [null, 7, ...odd, { ...good, source: 7, path: ["a", 1, {}] }]);
    const { source: _, ...rest } = good;
    assert.deepEqual(new Origins(store).all(), [{ ...rest, path: ["a", 1] }]);
    await store.set("apps.origins", good);
    assert.deepEqual(new Origins(store).all(), []);
  });
});

describe("where a server was imported from", () => {
  const files = known("files", { command: "x" });
  const shop = { scope: "workspace", source: "/work/shop" } as const;

  async function carried(after: ReturnType<typeof known>) {
    const origins = new Origins(new MapStore());
    await origins.put([origin("files"), origin("web")]);
    const back = await origins.carry(files, after);
    return { origins, back };
  }

  it("is known under its new name and at its new place, until that is undone", async () => {
    const { origins, back } = await carried({ ...files, ...shop, id: "docs" });
    const moved = { ...origin("docs", "/work/shop"), path: ["mcpServers", "files"] };
    assert.deepEqual(origins.all(), [moved, origin("web")]);
    await back();
    assert.deepEqual(origins.all(), [origin("files"), origin("web")]);
  });

  it("is forgotten where nothing is imported to", async () =>
    assert.deepEqual((await carried({ ...files, scope: "folder", source: "/a" })).origins.all(), [origin("web")]));
});
