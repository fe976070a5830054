import assert from "node:assert/strict";
import { changedMeanwhile, changedText, isAsAgreed, pinned, withheldTool } from "../../../src/core/calls/pinned";
import type { CallTrace, ToolCall } from "../../../src/core/calls/toolCall";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { isOwnCall, pinModeOf } from "../../../src/core/pins/pinMode";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aCall } from "../../support/callFixture";
import { aTool, definition } from "../../support/fakeLink";

type Mode = "off" | "warn" | "withhold";

const prompt = { name: "review", digest: "p1" } as never;

async function sent(call: ToolCall, mode: Mode, state: "same" | "changed" | "new" = "changed") {
  const events: HubEvent[] = [];
  const asked: string[] = [];
  const layered = pinned({
    pins: {
      modeOf: () => mode,
      stateOf: (_, { kind, name }, digest) => {
        asked.push(`${kind} ${name} ${digest}`);
        return state as never;
      },
    },
    servers: { catalog: () => ({ ...emptyCatalog, prompts: [prompt] }) },
    publish: (event) => events.push(event),
  })(async (passed) => passed);
  const passed = await (async () => layered(call))();
  return { passed, events, asked };
}

const tool = aTool("read", { digest: "d1" } as never);
const chat = { caller: { door: "chat" }, offered: tool } as const;

describe("what a person agreed to, at a call", () => {
  it("goes along with the call and its events, whatever became of it", async () => {
    const trace: CallTrace = { asked: undefined, queueMs: 0, waitsMs: 0, decision: undefined };
    const facts = { call: "c" } as never;
    const { passed, events, asked } = await sent(aCall({ ...chat, trace, facts }), "warn", "same");
    assert.deepEqual(passed.pin, { kind: "tool", name: "read", digest: "d1", state: "same" });
    assert.deepEqual([passed.facts, trace.pin, events, asked], [{ call: "c", pin: "d1" }, "d1", [], ["tool read d1"]]);
  });

  it("is warned of where it changed, and withheld from a model where that is set", async () => {
    const { passed, events } = await sent(aCall(chat), "warn");
    assert.equal(passed.pin?.state, "changed");
    assert.deepEqual(events, [
      {
        ...{ type: "server.log", server: "files", level: "warning", from: "hub" },
        text: 'The definition of "read" on "files" changed since you allowed it.',
      },
    ]);
    await assert.rejects(sent(aCall(chat), "withhold"), {
      ...{ code: "denied", sent: "no" },
      message:
        /^"read" on "files" was not run\. The definition of "read" on "files" changed since you allowed it\. Compare it/,
    });
    const own = await sent(aCall({ ...chat, byHand: true }), "withhold");
    assert.equal(own.events.length, 1, "a person's own call is only warned of");
    assert.equal((await sent(aCall(chat), "withhold", "same")).events.length, 0);
  });

  const untouched: readonly [what: string, call: ToolCall, mode: Mode][] = [
    ["where pins are off", aCall(chat), "off"],
    ["a tool without a digest", aCall({ caller: { door: "chat" }, offered: aTool("read") }), "withhold"],
    ["a tool that is not known", aCall({ caller: { door: "chat" } }), "withhold"],
    ["a resource", { ...aCall(chat), method: "resources/read" }, "withhold"],
    ["a prompt that is not listed", { ...aCall({ args: { name: "other" } }), method: "prompts/get" }, "withhold"],
  ];
  for (const [what, call, mode] of untouched)
    it(`has no part in ${what}`, async () => {
      const { passed, events } = await sent(call, mode);
      assert.equal(passed, call);
      assert.deepEqual(events, []);
    });

  it("may be a prompt", async () => {
    const call: ToolCall = { ...aCall({ args: { name: "review" } }), method: "prompts/get" };
    const { asked, events } = await sent(call, "warn");
    assert.deepEqual(asked, ["prompt review p1"]);
    assert.match(events[0]?.type === "server.log" ? events[0].text : "", /^The prompt "review" of "files" changed/);
    assert.match(
      changedText({ server: "files" }, { kind: "instructions", name: "" }),
      /^The instructions of "files" changed/,
    );
    assert.match(withheldTool("files", "read").message, /"read" on "files" was not run/);
  });

  it("still holds where the tool or the prompt is the same, or is not listed any more", () => {
    const catalog = { ...emptyCatalog, tools: [tool], prompts: [prompt] };
    const pin = (kind: "tool" | "prompt", name: string, digest: string) =>
      ({ kind, name, digest, state: "same" }) as never;
    const rows: readonly [pin: never | undefined, holds: boolean][] = [
      [undefined, true],
      [pin("tool", "read", "d1"), true],
      [pin("tool", "read", "d2"), false],
      [pin("tool", "gone", "d2"), true],
      [pin("prompt", "review", "p1"), true],
      [pin("prompt", "review", "d1"), false],
      [pin("prompt", "read", "d2"), true],
    ];
    for (const [one, holds] of rows) assert.equal(isAsAgreed(one, catalog), holds, JSON.stringify(one));
    assert.equal(changedMeanwhile(aCall()).code, "denied");
  });
});

describe("how strictly pins hold", () => {
  const entry = (scope: "user" | "workspace" | "folder", pin?: Mode) =>
    definition("files", { scope, entry: { kind: "valid", config: { command: "x", ...(pin && { pin }) } } });
  const rows: readonly [setting: Mode, scope: "user" | "workspace" | "folder", own: Mode | undefined, mode: Mode][] = [
    ["warn", "user", undefined, "warn"],
    ["warn", "user", "off", "off"],
    ["warn", "workspace", "off", "warn"],
    ["warn", "folder", "off", "warn"],
    ["warn", "workspace", "warn", "warn"],
    ["warn", "workspace", "withhold", "withhold"],
    ["off", "workspace", "warn", "warn"],
    ["withhold", "folder", "warn", "withhold"],
  ];
  for (const [pin, scope, own, mode] of rows)
    it(`${pin}, with ${own ?? "nothing"} in an entry of the ${scope}: ${mode}`, () =>
      assert.equal(pinModeOf({ pin }, entry(scope, own)), mode));

  it("is loose where a person makes the call", () => {
    const doors = [
      "chat",
      "agent",
      "extension",
      "command",
      "panel",
      "command-line",
      "module",
      "gateway",
      "hub",
    ] as const;
    assert.deepEqual(
      doors.filter((door) => !isOwnCall({ caller: { door } })),
      ["chat", "agent", "extension"],
    );
    assert.ok(isOwnCall({ caller: { door: "chat" }, byHand: true }));
  });
});
