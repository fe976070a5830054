import assert from "node:assert/strict";
import type { PinReview } from "../../../src/core/pins/pinReview";
import { reviewCommands } from "../../../src/editor/commands/reviewCommands";
import { type Answer, cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";

const subjects = [
  { kind: "tool", name: "read" },
  { kind: "prompt", name: "sum" },
  { kind: "instructions", name: "" },
] as const;

function world(...answers: readonly Answer[]) {
  const screen = new ScriptedScreen(...answers);
  const did: string[] = [];
  const failures: unknown[] = [];
  const changed = new Map<string, readonly (typeof subjects)[number][]>([["a", subjects]]);
  let onScreen: PinReview | undefined;
  const ports = {
    screen,
    stream: { view: { servers: [{ id: "a" }, { id: "b" }] } },
    pins: {
      changes: (server: string) => changed.get(server) ?? [],
      review: (server: string, { kind, name }: { kind: string; name: string }) => {
        const subject = changed.get(server)?.find((one) => one.kind === kind && one.name === name);
        return subject && { ...subject, server, digest: "d2" };
      },
      accept: async (server: string, { name }: { name: string }, digest: string) => {
        if (name === "sum") throw new Error("changed again");
        did.push(`accepted ${server}/${name} ${digest}`);
      },
    },
    tree: { refresh: (server: string) => void did.push(`drew ${server}`) },
    definitionFiles: {
      compare: async (found: PinReview, title: string) => {
        const asked = screen.notices.length;
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(screen.notices.length, asked, "the question comes after the comparison");
        onScreen = found;
        did.push(title);
      },
      reviewAt: () => onScreen,
    },
    showFailure: (_: unknown, source: unknown) => void failures.push(source),
  } as unknown as Parameters<typeof reviewCommands>[0];
  return { screen, did, failures, changed, commands: reviewCommands(ports) };
}

describe("the review of what changed", () => {
  const targets: [of: object, title: string][] = [
    [{ name: "read" }, "read of a: as you allowed it ↔ now"],
    [{ kind: "prompt", name: "sum" }, "sum of a: as you allowed it ↔ now"],
    [{ kind: "instructions" }, "Instructions of a: as you allowed it ↔ now"],
    [{ kind: "change", of: "prompt", name: "sum" }, "sum of a: as you allowed it ↔ now"],
    [{ kind: "other", name: "read" }, "read of a: as you allowed it ↔ now"],
  ];
  for (const [of, title] of targets)
    it(`compares ${JSON.stringify(of)}`, async () => {
      const { screen, did, commands } = world();
      await commands["mcpHub.reviewTool"]({ server: "a", ...of } as never);
      assert.deepEqual(did, [title]);
      assert.match(screen.notices[0]?.text ?? "", /Accept it as it is now\?$/);
    });

  it("lets the person choose, of one server or of all", async () => {
    const { screen, did, commands } = world('$(warning) the prompt "sum"', cancel, cancel);
    await commands["mcpHub.reviewTool"](undefined);
    const items = ['$(warning) the tool "read"', '$(warning) the prompt "sum"', "$(warning) the instructions"];
    assert.deepEqual(screen.asked[0]?.items, items);
    assert.equal(did.length, 1);
    await commands["mcpHub.reviewTool"]("a");
    assert.equal(screen.asked.length, 2);
    await commands["mcpHub.reviewTool"]("b");
    assert.deepEqual(screen.said, ["Nothing has changed since you allowed it."]);
    await commands["mcpHub.reviewTool"](undefined);
    assert.deepEqual([did.length, screen.notices.length], [1, 1], "nothing after a cancel");
  });

  it("accepts what was compared, by the notice or by the comparison, and only then", async () => {
    const { screen, did, commands } = world(cancel);
    await commands["mcpHub.acceptTool"](undefined as never);
    assert.equal(screen.asked.length, 1, "without a comparison there is the list");
    await commands["mcpHub.reviewTool"]({ server: "a", name: "read" });
    did.splice(0);
    await screen.press("Keep It Withheld");
    assert.deepEqual(did, []);
    await screen.press("Accept Change");
    await commands["mcpHub.acceptTool"](undefined as never);
    assert.deepEqual(did, ["accepted a/read d2", "drew a", "accepted a/read d2", "drew a"]);
    const accepted = 'The change of the tool "read" of "a" is accepted. What you allowed is in effect again.';
    assert.deepEqual(screen.said, [accepted, accepted]);
  });

  it("shows why something could not be accepted, beside its server", async () => {
    const { screen, failures, commands } = world();
    await commands["mcpHub.reviewTool"]({ server: "a", kind: "prompt", name: "sum" } as never);
    await screen.press("Accept Change");
    assert.deepEqual([failures, screen.said], [[{ server: "a" }], []]);
  });

  it("says where nothing is changed anymore", async () => {
    const { screen, did, changed, commands } = world();
    await commands["mcpHub.reviewTool"]({ server: "a", name: "gone" });
    assert.deepEqual(screen.said.splice(0), ["Nothing has changed since you allowed it."]);
    await commands["mcpHub.reviewTool"]({ server: "a", name: "read" });
    did.splice(0);
    changed.clear();
    await screen.press("Accept Change");
    assert.deepEqual([screen.said, did], [["Nothing has changed since you allowed it."], []]);
  });
});
