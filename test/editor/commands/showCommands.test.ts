import assert from "node:assert/strict";
import { resilienceCommands } from "../../../src/editor/commands/resilienceCommands";
import { showCommands } from "../../../src/editor/commands/showCommands";
import { type Answer, cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";
import { ready, tool, treeSource } from "../../support/treeFixture";

function world(...answers: readonly Answer[]) {
  const done: unknown[] = [];
  const screen = new ScriptedScreen(...answers);
  const does = (what: string) => async (value?: unknown) => void done.push([what, value]);
  const ports = {
    hub: { tools: () => [{ server: "a", modelName: "a__read", tool: tool("read") }] },
    stream: { view: treeSource({ states: { a: ready, b: ready } }).view },
    logs: { show: does("log") },
    tree: { focus: does("tree") },
    documents: { open: async ({ name, isRendered }: Record<string, unknown>) => void done.push([name, isRendered]) },
    compatibility: () => ({ revisions: [], features: [] }),
    activity: { show: does("activity"), move: does("move") },
    showCallPage: does("call page"),
    openWalkthrough: does("walkthrough"),
    breakers: { reset: does("reset") },
    metrics: { figures: () => [] },
    clock: { now: () => 0 },
    screen,
  };
  const commands = {
    ...showCommands(ports as unknown as Parameters<typeof showCommands>[0]),
    ...resilienceCommands(ports as unknown as Parameters<typeof resilienceCommands>[0]),
  };
  return { screen, done, commands };
}

describe("the commands that show something", () => {
  it("show the log and the details of a server, the one that is chosen where none is named", async () => {
    const { done, commands } = world("$(pass-filled) b", "$(pass-filled) a", cancel, cancel);
    await commands["mcpHub.showServerLog"](undefined);
    await commands["mcpHub.showServer"](undefined);
    await commands["mcpHub.showServerLog"]("a");
    await commands["mcpHub.showServer"]("b");
    const shown = [
      ["log", "b"],
      ["activity", "a"],
      ["log", "a"],
      ["activity", "b"],
    ];
    assert.deepEqual(done, shown);
    await commands["mcpHub.showServerLog"](undefined);
    await commands["mcpHub.showServer"](undefined);
    assert.deepEqual(done, shown, "nothing after a cancel");
  });

  it("open the places of the hub", async () => {
    const { done, commands } = world();
    await commands["mcpHub.showHubLog"]();
    await commands["mcpHub.showActivity"]();
    await commands["mcpHub.moveActivityToEditor"]();
    await commands["mcpHub.moveActivityToPanel"]();
    await commands["mcpHub.openCallPage"]({ server: "a", name: "read" });
    await commands["mcpHub.showServers"]();
    await commands["mcpHub.getStarted"]();
    await commands["mcpHub.showCompatibility"]();
    await commands["mcpHub.showMetrics"]();
    assert.deepEqual(done, [
      ["log", undefined],
      ["activity", undefined],
      ["move", "editor"],
      ["move", "panel"],
      ["call page", { kind: "tool", server: "a", name: "read" }],
      ["tree", undefined],
      ["walkthrough", undefined],
      ["MCP Hub compatibility.md", true],
      ["MCP Hub metrics.md", true],
    ]);
  });

  it("copy the name of what has the focus, or of a tool that is picked", async () => {
    const { screen, commands } = world("read", cancel);
    await commands["mcpHub.copyName"]({ server: "a", name: "read" });
    await commands["mcpHub.copyName"]({ server: "b" });
    await commands["mcpHub.copyName"](undefined);
    assert.equal(screen.asked[0]?.title, "Copy Name");
    await commands["mcpHub.copyName"](undefined);
    assert.deepEqual(screen.copied, ["a__read", "b", "a__read"]);
    assert.deepEqual(screen.said, ["Name copied", "Name copied", "Name copied"]);
  });

  it("reset the circuit breakers of one server or of all, and say which", async () => {
    const { screen, done, commands } = world();
    await commands["mcpHub.resetBreakers"]("a");
    await commands["mcpHub.resetBreakers"](undefined);
    assert.deepEqual(done, [
      ["reset", "a"],
      ["reset", undefined],
    ]);
    assert.match(screen.said[0] ?? "", /^The circuit breakers of a were reset\./);
    assert.match(screen.said[1] ?? "", /^The circuit breakers of all servers were reset\./);
  });
});
