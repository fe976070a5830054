import assert from "node:assert/strict";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import { logLevelCommand } from "../../../../src/editor/commands/logs/logLevelCommand";
import { serverLogLevels } from "../../../../src/protocol/serverLogLevel";
import { turns } from "../../../support/callFixture";
import { definition } from "../../../support/fakeLink";
import { type Answer, cancel } from "../../../support/scriptedPerson";
import { ScriptedScreen } from "../../../support/scriptedScreen";
import { ready, treeSource } from "../../../support/treeFixture";

const definitions: Readonly<Record<string, ServerDefinition>> = {
  a: definition("a"),
  loud: definition("loud", { entry: { kind: "valid", config: { command: "x", logLevel: "debug" } } }),
  wrong: definition("wrong", { entry: { kind: "invalid" } as ServerDefinition["entry"] }),
};

async function chosen(argument: unknown, ...answers: readonly Answer[]) {
  const screen = new ScriptedScreen(...answers);
  const done: unknown[] = [];
  const commands = logLevelCommand({
    hub: { definition: (id: string) => definitions[id] },
    stream: { view: treeSource({ states: { a: ready, loud: ready, wrong: ready } }).view },
    settings: {
      setValues: async (...change: readonly unknown[]) => {
        await turns();
        if (change[0] === "loud") throw new Error("It is read-only.");
        done.push(change);
      },
    },
    showFailure: (_: unknown, source: unknown) => void done.push(["failed", source]),
    screen,
  } as unknown as Parameters<typeof logLevelCommand>[0]);
  await commands["mcpHub.setLogLevel"](argument as never);
  return { screen, done };
}

describe("the command that sets a log level", () => {
  it("offers every level, with what it is for", async () => {
    const { screen, done } = await chosen("a", "warning");
    const [{ items, descriptions, before, says } = assert.fail()] = screen.asked;
    assert.deepEqual(items, [...serverLogLevels, "default"]);
    assert.equal(new Set(descriptions).size, items.length, "each one is for something else");
    assert.equal(descriptions[items.indexOf("critical")], "failed components");
    assert.deepEqual([before, says], ["default", "Select the lowest level that a logs"]);
    assert.deepEqual(done, [["a", { logLevel: "warning" }]]);
    assert.deepEqual([screen.said, screen.viewWork], [['a logs from level "warning"'], 1]);
  });

  it("takes the level out again", async () => {
    const { screen, done } = await chosen("a", "default");
    assert.deepEqual(done, [["a", { logLevel: undefined }]]);
    assert.deepEqual(screen.said, ["a decides what it logs"]);
  });

  it("begins with the level that is set, and says nothing where it cannot be written", async () => {
    const { screen, done } = await chosen("loud", "info");
    assert.equal(screen.asked[0]?.before, "debug");
    assert.deepEqual([done, screen.said], [[["failed", { server: "loud" }]], []]);
  });

  it("offers only servers whose entries are valid, and changes nothing after a cancel", async () => {
    const { screen, done } = await chosen(undefined, "$(pass-filled) a", cancel);
    assert.deepEqual(screen.asked[0]?.items, ["$(pass-filled) a", "$(pass-filled) loud"]);
    assert.deepEqual(done, []);
    assert.deepEqual((await chosen(undefined, cancel)).done, []);
  });
});
