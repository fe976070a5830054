import assert from "node:assert/strict";
import type { ListedGrant } from "../../../src/core/calls/approval/grants";
import type { ListedLaunch } from "../../../src/core/consent/launchConsent";
import { approvalsCommand } from "../../../src/editor/commands/approvalsCommand";
import { type Answer, cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";

const grant = (server: string): ListedGrant => ({
  ...{ id: server, server, tool: "read", caller: { door: "chat" }, span: "always", since: 0, holds: true },
});
const launch = (server: string): ListedLaunch => ({ digest: "d", server, why: "workspace", since: 0, holds: true });
const hourMs = 3_600_000;

async function managed(argument: unknown, ...answers: readonly Answer[]) {
  const done: unknown[] = [];
  let [grants, launches] = [[grant("a"), grant("b")], [launch("a")]];
  const screen = new ScriptedScreen(...answers);
  const ports = {
    grants: {
      list: () => grants,
      revoke: async (one: ListedGrant) => {
        grants = grants.filter((other) => other !== one);
        done.push(`revoked ${one.server}`);
      },
      limit: async ({ server }: ListedGrant, until: number | undefined) => void done.push([server, until]),
    },
    launches: {
      consent: {
        list: () => launches,
        revoke: async ({ server }: ListedLaunch) => {
          launches = [];
          done.push(`stopped ${server}`);
        },
      },
    },
    clock: { now: () => 5 },
    tree: { refresh: (server: string) => void done.push(`drew ${server}`) },
    rests: ({ server }: { server: string }) => (server === "b" ? "a rule asks" : undefined),
    screen,
  } as unknown as Parameters<typeof approvalsCommand>[0];
  await approvalsCommand(ports)["mcpHub.manageApprovals"](argument as never);
  assert.equal(screen.left, 0);
  return { done, screen };
}

describe("managing approvals", () => {
  it("lists calls and servers that may run, of one server or of all", async () => {
    const { screen } = await managed(undefined, cancel);
    assert.deepEqual(screen.asked[0]?.items, ["read of a", "$(circle-slash) read of b", "Run a"]);
    const one = await managed({ server: "a" }, cancel);
    assert.deepEqual(one.screen.asked[0]?.items, ["read of a", "Run a"]);
  });

  it("says where nothing is allowed", async () => {
    const { screen } = await managed({ server: "c" });
    assert.deepEqual(screen.said, ["You have not allowed anything for longer than one call."]);
    assert.deepEqual(screen.asked, []);
  });

  it("revokes a call, shows it in the tree, and comes back with the list", async () => {
    const { done, screen } = await managed(undefined, "read of a", "$(trash) Revoke", cancel);
    assert.deepEqual(done, ["revoked a", "drew a"]);
    assert.deepEqual(screen.said, ["Revoked: read of a, for @mcp in the chat. You will be asked again."]);
    assert.deepEqual(screen.asked[2]?.items, ["$(circle-slash) read of b", "Run a"]);
  });

  it("stops a server", async () => {
    const { done, screen } = await managed(undefined, "Run a", "$(trash) Revoke", cancel);
    assert.deepEqual([done, screen.said], [["stopped a"], ["a may no longer run."]]);
    assert.equal(screen.asked[1]?.title, "Run a");
  });

  it("lets a call end later, or never", async () => {
    const end = "$(clock) Let It End…";
    const { done } = await managed(undefined, "read of a", end, "In one hour", "read of a", end, "Never", cancel);
    assert.deepEqual(done, [
      ["a", 5 + hourMs],
      ["a", undefined],
    ]);
  });

  it("changes nothing after a cancel, and comes back with the list", async () => {
    const end = "$(clock) Let It End…";
    const { done, screen } = await managed(
      undefined,
      "read of a",
      cancel,
      "read of a",
      end,
      cancel,
      "Run a",
      cancel,
      cancel,
    );
    assert.deepEqual([done, screen.said], [[], []]);
  });
});
