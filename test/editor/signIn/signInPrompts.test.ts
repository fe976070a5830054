import assert from "node:assert/strict";
import { SignInPrompts } from "../../../src/editor/signIn/signInPrompts";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import type { HubEvent } from "../../../src/protocol/hubEvent";

const error = { code: "needs-auth", message: "Sign in." } as const;
const state = (server: string, state: ConnectionState): HubEvent => ({ type: "server.state", server, state });
const needsAuth = (server: string) => state(server, { kind: "needs-auth", error });
const ready = (server: string) => {
  const info = { name: "n", version: "1", protocolVersion: "2025-11-25", transport: "http" } as const;
  return state(server, { kind: "ready", since: 0, losses: 0, info });
};
const starting = (server: string) => state(server, { kind: "starting", attempt: 2, losses: 0 });

describe("the prompts for a sign-in", () => {
  it("say why, in the words of the connection", () => {
    assert.deepEqual(new SignInPrompts().neededBy(needsAuth("a")), { server: "a", error });
  });

  const rows: [what: string, events: readonly HubEvent[], prompts: readonly (string | undefined)[]][] = [
    ["one per server", [needsAuth("a"), needsAuth("b")], ["a", "b"]],
    ["none for another attempt", [needsAuth("a"), starting("a"), needsAuth("a")], ["a", undefined, undefined]],
    ["one more after the server was ready", [needsAuth("a"), ready("a"), needsAuth("a")], ["a", undefined, "a"]],
    [
      "one more after the server was removed",
      [needsAuth("a"), { type: "server.removed", server: "a" }, needsAuth("a")],
      ["a", undefined, "a"],
    ],
    [
      "none because another server was ready",
      [needsAuth("a"), ready("b"), needsAuth("a")],
      ["a", undefined, undefined],
    ],
  ];
  for (const [what, events, expected] of rows)
    it(`are ${what}`, () => {
      const prompts = new SignInPrompts();
      assert.deepEqual(
        events.map((event) => prompts.neededBy(event)?.server),
        expected,
      );
    });
});
