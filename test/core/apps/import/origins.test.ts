import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
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

  it("are replaced by those of the same servers", async () => {
    const origins = new Origins(new MapStore());
    await origins.put([origin("a"), origin("b"), origin("c", "/w")]);
    const again = [
      { ...origin("b"), app: "zed" },
      { ...origin("c"), app: "zed" },
    ];
    await origins.put(again);
    assert.deepEqual(origins.all(), [...again, origin("a"), origin("c", "/w")]);
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

  it("stays as it is for others, and is kept before anything else goes on", async () => {
    const store = new MapStore();
    const origins = new Origins({
      get: (key) => store.get(key),
      set: async (key, value) => {
        await setImmediate();
        await store.set(key, value);
      },
    });
    await origins.put([origin("files"), origin("files", "/other"), origin("web", "/work/shop")]);
    const back = await origins.carry(files, { ...files, id: "docs" });
    const others = [origin("files", "/other"), origin("web", "/work/shop")];
    assert.deepEqual(origins.all(), [{ ...origin("docs"), path: ["mcpServers", "files"] }, ...others]);
    await back();
    assert.deepEqual(origins.all(), [origin("files"), ...others]);
  });

  it("is forgotten where nothing is imported to", async () =>
    assert.deepEqual((await carried({ ...files, scope: "folder", source: "/a" })).origins.all(), [origin("web")]));
});
