import assert from "node:assert/strict";
import { trustCommands } from "../../../src/editor/commands/trustCommands";
import { turns } from "../../support/callFixture";
import { type Answer, cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";
import { ready, treeSource } from "../../support/treeFixture";

/** A window with the servers a and b; a is trusted. */
function world(...answers: readonly Answer[]) {
  const done: unknown[] = [];
  const screen = new ScriptedScreen(...answers);
  const does =
    (what: string) =>
    async (...values: readonly unknown[]) => {
      await turns();
      done.push([what, ...values]);
    };
  const commands = trustCommands({
    stream: { view: treeSource({ states: { a: ready, b: ready } }).view },
    grants: {
      trusts: (id: string) => id === "a",
      trust: does("trust"),
      forget: does("grants"),
    },
    launches: {
      consent: { forget: does("launches") },
      review: (id?: string) => (id === "a" ? 1 : 0),
    },
    inputs: { forget: does("inputs") },
    tree: { refresh: (id: string) => void done.push(["tree", id]) },
    screen,
  } as unknown as Parameters<typeof trustCommands>[0]);
  return { screen, done, commands };
}

describe("the commands about trust", () => {
  it("trust a server after a question, and draw it anew", async () => {
    const { screen, done, commands } = world("$(pass-filled) b");
    await commands["mcpHub.trustServer"](undefined);
    assert.deepEqual(screen.asked[0]?.items, ["$(pass-filled) b"], "only those that are not trusted yet");
    assert.deepEqual(screen.dialogs, ["Trust the annotations of b? [Trust]"]);
    assert.deepEqual(done, [
      ["trust", "b", true],
      ["tree", "b"],
    ]);
    assert.deepEqual(screen.said, ["The annotations of b are trusted."]);
  });

  it("trust none where the person does not agree", async () => {
    const { screen, done, commands } = world();
    screen.agrees = false;
    await commands["mcpHub.trustServer"]("b");
    assert.deepEqual([done, screen.said], [[], []]);
  });

  it("stop trusting without a question", async () => {
    const { screen, done, commands } = world("$(pass-filled) a");
    await commands["mcpHub.stopTrustingServer"](undefined);
    assert.deepEqual(screen.asked[0]?.items, ["$(pass-filled) a"]);
    assert.deepEqual(screen.dialogs, []);
    assert.deepEqual(done[0], ["trust", "a", false]);
    assert.deepEqual(screen.said, ["The annotations of a are no longer trusted."]);
  });

  it("change nothing after a cancel", async () => {
    const { done, commands, screen } = world(cancel, cancel, cancel);
    await commands["mcpHub.trustServer"](undefined);
    await commands["mcpHub.forgetApprovals"](undefined);
    await commands["mcpHub.forgetInputs"](undefined);
    assert.deepEqual([done, screen.said, screen.left], [[], [], 0]);
  });

  it("forget the approvals of one server at once", async () => {
    const { screen, done, commands } = world("b");
    await commands["mcpHub.forgetApprovals"](undefined);
    assert.deepEqual(screen.asked[0]?.items, ["$(clear-all) All servers", "a", "b"]);
    assert.deepEqual(screen.dialogs, []);
    assert.deepEqual(done, [
      ["grants", "b"],
      ["launches", "b"],
      ["tree", "a"],
      ["tree", "b"],
    ]);
    await commands["mcpHub.forgetApprovals"]("a");
    assert.deepEqual(done[4], ["grants", "a"]);
    assert.match(screen.said[1] ?? "", /^Approvals for a were forgotten\./);
  });

  it("forget those of all servers after a question", async () => {
    const { screen, done, commands } = world("$(clear-all) All servers", "$(clear-all) All servers");
    await commands["mcpHub.forgetApprovals"](undefined);
    assert.deepEqual(screen.dialogs, ["Forget the approvals for all servers? [Forget]"]);
    assert.deepEqual(done.slice(0, 2), [
      ["grants", undefined],
      ["launches", undefined],
    ]);
    assert.match(screen.said[0] ?? "", /^Approvals for all servers were forgotten\./);
    screen.agrees = false;
    await commands["mcpHub.forgetApprovals"](undefined);
    assert.deepEqual([done.length, screen.said.length], [4, 1], "who does not agree keeps them");
  });

  it("say so where no server waits for a review", async () => {
    const { screen, commands } = world();
    await commands["mcpHub.reviewServers"]("a");
    assert.deepEqual(screen.said, []);
    await commands["mcpHub.reviewServers"](undefined);
    assert.deepEqual(screen.said, ["No server waits for your permission to run."]);
  });

  it("forget the stored inputs of the server that is chosen", async () => {
    const { screen, done, commands } = world("$(pass-filled) b");
    await commands["mcpHub.forgetInputs"](undefined);
    assert.deepEqual(done, [["inputs", "b"]]);
    assert.match(screen.said[0] ?? "", /^The stored inputs of b were forgotten\./);
  });
});
