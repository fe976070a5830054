import assert from "node:assert/strict";
import type { ListedClient, NewClient } from "../../../../src/core/access/clientTokens";
import { clientCommands } from "../../../../src/editor/commands/clients/clientCommands";
import { cancel } from "../../../support/scriptedPerson";
import { ScriptedScreen } from "../../../support/scriptedScreen";

const listed = (id: string, name: string) => ({ id, name, scopes: [], createdAt: 0 }) as unknown as ListedClient;

function world(screen: ScriptedScreen, { gateway = "on", all = [listed("1", "Claude")] } = {}) {
  const done: string[] = [];
  const given: NewClient[] = [];
  const ports = {
    hub: {
      tools: () => [
        { server: "a", tool: { name: "read" } },
        { server: "a", tool: { name: "any*" } },
      ],
    },
    clients: {
      gateway: () => gateway,
      profiles: () => ({ work: {} }),
      url: () => "http://127.0.0.1:1",
      list: async () => all,
      add: async (client: NewClient) => {
        given.push(client);
        done.push("added");
        return { id: "2", token: "T2" };
      },
      rotate: async (id: string) => {
        done.push(`rotated ${id}`);
        return "T3";
      },
      revoke: async (id: string) => void done.push(`revoked ${id}`),
    },
    stream: { view: { servers: [{ id: "a" }, { id: "b*" }] } },
    clock: { now: () => 0 },
    turnOnGateway: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push("turned on");
    },
    showFailure: assert.fail,
    screen,
  } as unknown as Parameters<typeof clientCommands>[0];
  return { done, given, commands: clientCommands(ports) };
}

describe("the commands about clients", () => {
  it("add one, and copy its token, and the address with one click", async () => {
    const screen = new ScriptedScreen("Claude", "Some tools…", ["read"], "Never");
    const { done, given, commands } = world(screen);
    await commands["mcpHub.addClient"]();
    assert.deepEqual(given, [{ name: "Claude", scopes: [{ servers: ["a"], tools: ["a/read"] }] }]);
    assert.deepEqual([done, screen.copied], [["added"], ["T2"]]);
    assert.match(screen.notices[0]?.text ?? "", /^Claude can use your servers at http:\/\/127\.0\.0\.1:1\/mcp\. /);
    await screen.press("Copy Address");
    assert.deepEqual(screen.copied, ["T2", "http://127.0.0.1:1/mcp"]);
    assert.equal(screen.notices.length, 2, "the notice comes back");
    await screen.press("Copy Token");
    assert.equal(screen.copied.at(-1), "T2");
  });

  it("offer what can be named alone: * would mean others, too", async () => {
    const screen = new ScriptedScreen("C", "Some tools…", { kind: "back" }, "C", "Some servers…", cancel);
    await world(screen).commands["mcpHub.addClient"]();
    assert.deepEqual([screen.asked[2]?.items, screen.asked[5]?.items.length], [["read"], 1]);
  });

  it("turn the gateway on before the first client is added, and not after a cancel", async () => {
    const { done, commands } = world(new ScriptedScreen("C", "All servers", "Never", cancel), { gateway: "agent" });
    await commands["mcpHub.addClient"]();
    assert.deepEqual(done.splice(0), ["turned on", "added"]);
    await commands["mcpHub.addClient"]();
    assert.deepEqual(done, []);
  });

  it("rotate and revoke after a question, the client of the tree or one from the list", async () => {
    const screen = new ScriptedScreen("Claude", "Claude");
    const { done, commands } = world(screen);
    await commands["mcpHub.rotateClientToken"]("1");
    await commands["mcpHub.revokeClient"]({ client: "1" } as never);
    await commands["mcpHub.rotateClientToken"](undefined);
    await commands["mcpHub.revokeClient"](undefined);
    assert.deepEqual(done, ["rotated 1", "revoked 1", "rotated 1", "revoked 1"]);
    const questions = ["Give Claude a new token? [Rotate Token]", "Revoke Claude? [Revoke]"];
    assert.deepEqual(screen.dialogs, [...questions, ...questions]);
    assert.deepEqual(screen.copied, ["T3", "T3"]);
    assert.deepEqual(screen.said, Array(2).fill("Claude may no longer use your servers."));
  });

  it("do nothing where the person does not want it, and say where a client is gone or there is none", async () => {
    const screen = new ScriptedScreen(cancel);
    screen.agrees = false;
    const { done, commands } = world(screen);
    await commands["mcpHub.rotateClientToken"]("1");
    await commands["mcpHub.revokeClient"]("1");
    await commands["mcpHub.revokeClient"](undefined);
    await commands["mcpHub.revokeClient"]("gone");
    await world(screen, { all: [] }).commands["mcpHub.revokeClient"](undefined);
    assert.deepEqual(done, []);
    assert.deepEqual(screen.said, ["This client was revoked before.", "No other program may use your servers."]);
    assert.equal(screen.dialogs.length, 2);
  });
});
