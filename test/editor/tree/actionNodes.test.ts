import assert from "node:assert/strict";
import { commandTable } from "../../../src/editor/manifest/commandTable";
import { viewMessage } from "../../../src/editor/tree/actionNodes";
import { treeItemData } from "../../../src/editor/tree/treeItemData";
import { rootNodes } from "../../../src/editor/tree/treeNode";
import { nodeTooltip } from "../../../src/editor/tree/treeTooltip";
import { ready, treeSource } from "../../support/treeFixture";

const found = { count: 6, apps: ["Claude Code", "Cursor"] };
const empty = { ...treeSource({}), found: () => found };

describe("the rows of an empty list", () => {
  it("offer the import first, and each is the title of its command", () => {
    const rows = rootNodes(empty).map((node) => [
      Reflect.get(node, "command"),
      treeItemData(node, empty).label,
      nodeTooltip(node, empty),
    ]);
    assert.deepEqual(
      rows,
      (["mcpHub.importServers", "mcpHub.addServer", "mcpHub.addSampleServer", "mcpHub.getStarted"] as const).map(
        (command) => [command, commandTable[command].title, [commandTable[command].title]],
      ),
    );
  });

  it("are not there once a server is, and give way to the welcome text where nothing was found", () => {
    const one = { ...treeSource({ states: { files: ready } }), found: () => found };
    assert.deepEqual(
      rootNodes(one).map(({ kind }) => kind),
      ["server"],
    );
    assert.deepEqual(rootNodes(treeSource({})), []);
  });
});

describe("the message above the servers", () => {
  const off = "Servers from the workspace settings are off in Restricted Mode.";
  const sentence = "Found 6 servers in Claude Code and Cursor.";
  const one = treeSource({ states: { files: ready } }).view;
  const rows: [what: string, text: string | undefined, expected: string | undefined][] = [
    ["says what was found", viewMessage(empty.view, true, found), sentence],
    ["says both in Restricted Mode", viewMessage(empty.view, false, found), `${off} ${sentence}`],
    ["gives way to the welcome text in Restricted Mode", viewMessage(empty.view, false, undefined), undefined],
    ["is not there without a reason", viewMessage(empty.view, true, undefined), undefined],
    ["says nothing of other apps beside servers", viewMessage(one, true, found), undefined],
    ["says in Restricted Mode what is off", viewMessage(one, false, found), off],
  ];
  for (const [what, text, expected] of rows) it(what, () => assert.equal(text, expected));
});
