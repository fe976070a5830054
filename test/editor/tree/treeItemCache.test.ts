import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { TreeItemCache } from "../../../src/editor/tree/treeItemCache";
import { serverNode, type TreeSource } from "../../../src/editor/tree/treeNode";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { apply, emptyView, type HubView } from "../../../src/protocol/hubView";
import { aTool } from "../../support/fakeLink";

const info = { name: "Files", version: "1.2.3", protocolVersion: "2025-11-25", transport: "stdio" } as const;

function view(state: ConnectionState): HubView {
  const added = apply(emptyView, {
    type: "server.added",
    server: "files",
    label: "files",
    scope: "user",
  });
  return apply(added, { type: "server.state", server: "files", state });
}

describe("the tree items of nodes", () => {
  it("are created once, before VS Code asks for them", async () => {
    let read = 0;
    const tool = {
      ...aTool("read"),
      get description() {
        read++;
        return "Reads.";
      },
    };
    const source: TreeSource = {
      view: view({ kind: "ready", since: 0, losses: 0, info }),
      catalog: () => ({ ...emptyCatalog, tools: [tool, tool] }),
      trusts: () => false,
      figures: () => undefined,
    };
    const items = new TreeItemCache(source);
    const [group] = await items.children(serverNode("files"));
    assert.equal(read, 0, "nothing is created before its group is expanded");
    const nodes = group ? await items.children(group) : [];
    assert.deepEqual([nodes.length, read], [2, 2]);
    const seen = await Promise.all(nodes.map((node) => items.get(node)));
    assert.deepEqual(
      seen.map(({ accessibilityLabel }) => accessibilityLabel),
      ["read, tool, Reads.", "read, tool, Reads."],
    );
    assert.equal(read, 2);
  });

  it("are returned in batches if VS Code asks for many at once", async () => {
    const source: TreeSource = {
      view: view({ kind: "ready", since: 0, losses: 0, info }),
      catalog: () => ({ ...emptyCatalog, tools: Array.from({ length: 1000 }, (_, at) => aTool(`tool${at}`)) }),
      trusts: () => false,
      figures: () => undefined,
    };
    const items = new TreeItemCache(source);
    const [group] = await items.children(serverNode("files"));
    assert.ok(group);
    const nodes = await items.children(group);
    let batch = 0;
    const count = () => {
      batch++;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const batches = await Promise.all(
      nodes.map(async (node) => ((await items.get(node)).accessibilityLabel === "" ? -1 : batch)),
    );
    clearImmediate(counting);
    const perBatch = new Map<number, number>();
    for (const one of batches) perBatch.set(one, (perBatch.get(one) ?? 0) + 1);
    assert.equal(batches.length, 1000);
    assert.ok(Math.max(...perBatch.values()) <= 200, `${[...perBatch.values()]} in each batch`);
    assert.deepEqual(
      batches.toSorted((a, b) => a - b),
      batches,
      "in the order of the list",
    );
  });

  it("are current for a server each time", async () => {
    const source = {
      view: view({ kind: "ready", since: 0, losses: 0, info }),
      catalog: () => emptyCatalog,
      trusts: () => false,
      figures: () => undefined,
    };
    const items = new TreeItemCache(source);
    const node = serverNode("files");
    assert.match((await items.get(node)).accessibilityLabel, /Ready/);
    source.view = view({ kind: "starting", attempt: 1, losses: 0 });
    assert.doesNotMatch((await items.get(node)).accessibilityLabel, /Ready/);
  });
});
