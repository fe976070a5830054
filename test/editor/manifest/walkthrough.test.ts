import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { commandTable } from "../../../src/editor/manifest/commandTable";
import { milestoneKey, reached } from "../../../src/editor/manifest/milestones";
import { walkthroughs } from "../../../src/editor/manifest/walkthrough";
import type { Door } from "../../../src/protocol/caller";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { atServer, requestFacts } from "../../support/requestFacts";

const steps = walkthroughs().flatMap(({ steps }) => steps);

describe("the walkthrough", () => {
  it("has five steps, each with a short paragraph, one or two buttons, a picture, and a way to be done", () => {
    assert.equal(steps.length, 5);
    for (const { id, description, media, completionEvents } of steps) {
      const [paragraph = "", ...buttons] = description.split("\n");
      assert.ok(paragraph.length <= 240, `${id}: ${paragraph.length}`);
      assert.ok(buttons.length >= 1 && buttons.length <= 2, id);
      for (const button of buttons) assert.match(button, /^\[[^\]]+\]\(command:[^)]+\)$/, id);
      const picture = readFileSync(media.svg, "utf8");
      assert.match(picture, /^<svg .*var\(--vscode-/s, "It follows the theme.");
      assert.doesNotMatch(picture, /<script|href=|<image|<foreignObject/i);
      assert.ok(media.altText.length > 20 && completionEvents.length > 0, id);
    }
  });

  it("names only commands of the hub that exist, and one of VS Code's chat", () => {
    const named = steps.flatMap(({ description, completionEvents }) => [
      ...[...description.matchAll(/command:([\w.]+)/g)].map(([, id = ""]) => id),
      ...completionEvents.flatMap((event) => /^onCommand:(.+)$/.exec(event)?.[1] ?? []),
    ]);
    const others = named.filter((id) => !Object.keys(commandTable).includes(id));
    assert.deepEqual(others, ["workbench.action.chat.open"]);
  });

  it("is done by what is reached in any way, each with a key that the code sets", () => {
    const keys = steps.flatMap(({ completionEvents }) =>
      completionEvents.flatMap((event) => /mcpHub\.reached\.\w+/.exec(event)?.[0] ?? []),
    );
    assert.deepEqual(keys, (["server", "tools", "chat", "call"] as const).map(milestoneKey));
  });
});

describe("what a person has reached", () => {
  const ended = (door: Door, more: Partial<Extract<HubEvent, { type: "call.ended" }>> = {}): HubEvent => ({
    ...requestFacts({ caller: { door } }),
    type: "call.ended",
    outcome: "ok",
    ms: 1,
    split: atServer(1),
    ...more,
  });
  const rows: [what: string, event: HubEvent, expected: string | undefined][] = [
    ["a server is there", { type: "server.added", server: "files", label: "files", scope: "user" }, "server"],
    ["@mcp called a tool", ended("chat"), "chat"],
    ["the agent called a tool", ended("agent"), "chat"],
    ["the person called a tool", ended("command"), "call"],
    ["the person called a tool in the panel", ended("panel"), "call"],
    ["another program called a tool", ended("gateway"), undefined],
    ["a call failed", ended("command", { outcome: "failed" }), undefined],
    ["a prompt was read", ended("command", { method: "prompts/get" }), undefined],
    ["the settings were read", { type: "config.read", problems: [] }, undefined],
  ];
  for (const [what, event, expected] of rows)
    it(`${what}: ${expected ?? "nothing"}`, () => assert.equal(reached(event), expected));
});
