import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { serverCommands } from "../../../src/editor/commands/serverCommands";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { turns } from "../../support/callFixture";
import { type Answer, cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";
import { failed, ready, treeSource } from "../../support/treeFixture";

const states: Readonly<Record<string, ConnectionState>> = {
  up: ready,
  starting: { kind: "starting", attempt: 1 } as ConnectionState,
  waiting: { kind: "waiting", attempt: 1 } as ConnectionState,
  failed,
  left: { kind: "stopped", reason: "person" },
  off: { kind: "stopped", reason: "disabled" },
};

/** A window with a server in each state; those named in `broken` fail. */
function world(answers: readonly Answer[] = [], broken: Readonly<Record<string, HubError>> = {}, known = states) {
  const done: unknown[] = [];
  const failures: unknown[] = [];
  const screen = new ScriptedScreen(...answers);
  const does = (what: string) => async (server: string, value?: unknown) => {
    await turns();
    if (broken[server]) throw broken[server];
    done.push(value === undefined ? `${what} ${server}` : `${what} ${server} ${value}`);
  };
  const commands = serverCommands({
    hub: { connect: does("connect"), disconnect: does("disconnect"), restart: does("restart") },
    stream: { view: treeSource({ states: known }).view },
    settings: { setEnabled: does("enable") },
    showFailure: (error: unknown, source: unknown) => void failures.push([error, source]),
    screen,
  } as unknown as Parameters<typeof serverCommands>[0]);
  return { screen, done, failures, commands };
}

/** The names of the servers that a command offers. */
async function offered(command: keyof ReturnType<typeof serverCommands>): Promise<readonly string[]> {
  const { screen, done, commands } = world([cancel]);
  await commands[command](undefined);
  assert.deepEqual(done, []);
  return (screen.asked[0]?.items ?? []).map((item) => item.replace(/^\$\(\S+\) /, ""));
}

describe("the commands on servers", () => {
  it("offer the servers that they can do something about", async () => {
    assert.deepEqual(await offered("mcpHub.connectServer"), ["failed", "left"]);
    assert.deepEqual(await offered("mcpHub.disconnectServer"), ["up", "starting", "waiting"]);
    assert.deepEqual(await offered("mcpHub.restartServer"), ["up", "starting", "waiting", "failed", "left"]);
    assert.deepEqual(await offered("mcpHub.enableServer"), ["off"]);
    assert.deepEqual(await offered("mcpHub.disableServer"), ["up", "starting", "waiting", "failed", "left"]);
  });

  it("say why none is offered", async () => {
    const { screen, commands } = world([], {}, {});
    for (const command of ["connect", "disconnect", "restart", "enable", "disable"] as const)
      await commands[`mcpHub.${command}Server`](undefined);
    assert.deepEqual(screen.dialogs, [
      "Every server is connected or disabled. [Show Servers]",
      "No server is connected. [Show Servers]",
      "No server is configured and enabled. [Show Servers]",
      "No server is disabled. [Show Servers]",
      "No server is configured and enabled. [Show Servers]",
    ]);
  });

  it("do it while the view shows a bar", async () => {
    const { screen, done, commands } = world();
    await commands["mcpHub.connectServer"]("left");
    await commands["mcpHub.disconnectServer"]("up");
    await commands["mcpHub.restartServer"]({ server: "up" });
    await commands["mcpHub.enableServer"]("off");
    await commands["mcpHub.disableServer"]("up");
    assert.deepEqual(done, ["connect left", "disconnect up", "restart up", "enable off true", "enable up false"]);
    assert.equal(screen.viewWork, 5);
  });

  it("show what failed with the server that it failed on", async () => {
    const error = new HubError("exited", "It ended.");
    const { failures, commands } = world([], { left: error });
    await commands["mcpHub.connectServer"]("left");
    assert.deepEqual(failures, [[error, { server: "left" }]]);
  });

  it("restart every server that is not disabled, at once", async () => {
    const { done, failures, commands } = world();
    await commands["mcpHub.reconnectAll"]();
    assert.deepEqual(done, ["restart up", "restart starting", "restart waiting", "restart failed", "restart left"]);
    assert.deepEqual(failures, []);
  });

  it("show one failure of such a restart as it is, and a canceled one not at all", async () => {
    const error = new HubError("exited", "It ended.");
    const { screen, failures, commands } = world([], { up: error, left: new HubError("cancelled", "Canceled.") });
    await commands["mcpHub.reconnectAll"]();
    assert.deepEqual([failures, screen.notices], [[[error, { server: "up" }]], []]);
  });

  it("show several failures in one notice", async () => {
    const error = new HubError("exited", "It ended.");
    const { screen, failures, commands } = world([], { up: error, left: error });
    await commands["mcpHub.reconnectAll"]();
    assert.equal(screen.notices.length, 1);
    assert.match(screen.notices[0]?.text ?? "", /up.*left/);
    assert.deepEqual(failures, []);
  });
});
