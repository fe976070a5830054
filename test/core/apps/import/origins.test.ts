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
