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

describe("how the tree's nodes look", () => {
  it("is made for all that a server offers before VS Code asks for it, and once", async () => {
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
    const looks = new TreeItemCache(source);
    const [group] = await looks.children(serverNode("files"));
    assert.equal(read, 0, "nothing is made before its group is unfolded");
    const nodes = group ? await looks.children(group) : [];
    assert.deepEqual([nodes.length, read], [2, 2]);
    const seen = await Promise.all(nodes.map((node) => looks.of(node)));
    assert.deepEqual(
      seen.map(({ spoken }) => spoken),
      ["read, tool, Reads.", "read, tool, Reads."],
    );
    assert.equal(read, 2);
  });

  it("is given in turns where VS Code asks for many in one go", async () => {
    const source: TreeSource = {
      view: view({ kind: "ready", since: 0, losses: 0, info }),
      catalog: () => ({ ...emptyCatalog, tools: Array.from({ length: 1000 }, (_, at) => aTool(`tool${at}`)) }),
      trusts: () => false,
      figures: () => undefined,
    };
    const looks = new TreeItemCache(source);
    const [group] = await looks.children(serverNode("files"));
    assert.ok(group);
    const nodes = await looks.children(group);
    let turn = 0;
    const count = () => {
      turn++;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const turns = await Promise.all(nodes.map(async (node) => ((await looks.of(node)).spoken === "" ? -1 : turn)));
    clearImmediate(counting);
    const perTurn = new Map<number, number>();
    for (const one of turns) perTurn.set(one, (perTurn.get(one) ?? 0) + 1);
    assert.equal(turns.length, 1000);
    assert.ok(Math.max(...perTurn.values()) <= 200, `${[...perTurn.values()]} in each turn`);
    assert.deepEqual(
      turns.toSorted((a, b) => a - b),
      turns,
      "in the order of the list",
    );
  });

  it("is made anew for a server each time", async () => {
    const source = {
      view: view({ kind: "ready", since: 0, losses: 0, info }),
      catalog: () => emptyCatalog,
      trusts: () => false,
      figures: () => undefined,
    };
    const looks = new TreeItemCache(source);
    const node = serverNode("files");
    assert.match((await looks.of(node)).spoken, /Ready/);
    source.view = view({ kind: "starting", attempt: 1, losses: 0 });
    assert.doesNotMatch((await looks.of(node)).spoken, /Ready/);
  });
});
