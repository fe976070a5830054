import assert from "node:assert/strict";
import * as z from "zod";
import { testMapping } from "../../../../src/editor/commands/services/testMapping";
import { type Answer, cancel } from "../../../support/scriptedPerson";
import { ScriptedScreen } from "../../../support/scriptedScreen";
import { ready, treeSource } from "../../../support/treeFixture";

type Json = Readonly<Record<string, unknown>>;

const methods = [
  { method: "tickets.find", about: "Finds tickets.", input: z.object({ text: z.string() }), output: z.unknown() },
  { method: "users.me", about: "Who you are.", input: z.object({}), output: z.unknown() },
];
const rows = [
  { method: "gone.method", tool: "x" },
  { method: "tickets.find", tool: "search" },
  { method: "users.me", tool: "whoami", server: "b" },
];

async function tried(able: readonly string[], ...answers: readonly Answer[]) {
  const screen = new ScriptedScreen(...answers);
  const trials: Json[] = [];
  const opened: Json[] = [];
  const door = {
    methods,
    ownRows: () => rows,
    means: (id: string, method: string) => (able.includes(`${id} ${method}`) ? {} : undefined),
    trial: async ({ signal, facts, ...trial }: Json & { facts: () => { onProgress(step: Json): void } }) => {
      assert.ok(signal instanceof AbortSignal);
      facts().onProgress({ progress: 4 });
      trials.push(trial);
      return { rows: [], sent: [], selections: [], outcome: { value: { id: 7 } } };
    },
  };
  const command = testMapping({
    services: async () => door,
    stream: { view: treeSource({ states: { a: ready, b: ready } }).view },
    documents: { open: async (document: Json) => void opened.push(document) },
    screen,
  } as unknown as Parameters<typeof testMapping>[0]);
  await command["mcpHub.testServiceMapping"]();
  assert.equal(screen.left, 0);
  return { screen, trials, opened };
}

const caller = { door: "command" };

describe("the command that tests a service mapping", () => {
  it("offers the person's own rows before the methods, without rows of methods that are gone", async () => {
    const { screen, trials } = await tried([], cancel);
    const [{ items, details } = assert.fail()] = screen.asked;
    assert.deepEqual(items, ["$(list-selection) search", "$(list-selection) whoami", "tickets.find", "users.me"]);
    assert.deepEqual(details, [
      "Row 2 of mcpHub.services, for every server with this tool",
      "Row 3 of mcpHub.services, for b",
      "Finds tickets.",
      "Who you are.",
    ]);
    assert.deepEqual(trials, []);
  });

  it("tries a row of one server at once, and opens what came of it", async () => {
    const { screen, trials, opened } = await tried([], "$(list-selection) whoami");
    assert.deepEqual(trials, [{ server: "b", method: "users.me", input: {}, caller, row: 2 }]);
    assert.deepEqual(screen.busyWith, ["Testing users.me on b [Cancel]", "4"]);
    const [{ name, folder, isRendered, text } = assert.fail()] = opened;
    assert.deepEqual([name, folder, isRendered], ["users.me.md", "b", true]);
    assert.match(String(text), /"id": 7/);
  });

  it("asks for a server that can do it, and for the arguments", async () => {
    const able = ["b tickets.find"];
    const { screen, trials } = await tried(able, "tickets.find", "$(pass-filled) b", "tea");
    assert.deepEqual(screen.asked[1]?.items, ["$(pass-filled) b"]);
    assert.equal(screen.asked[2]?.title, "tickets.find: text");
    assert.deepEqual(trials, [{ server: "b", method: "tickets.find", input: { text: "tea" }, caller }]);
  });

  it("offers all servers where none can do it, and ends with a cancel", async () => {
    const { screen, trials } = await tried([], "$(list-selection) search", cancel);
    assert.deepEqual(screen.asked[1]?.items, ["$(pass-filled) a", "$(pass-filled) b"]);
    const late = await tried([], "$(list-selection) search", "$(pass-filled) a", cancel);
    assert.deepEqual([trials, late.trials, late.opened], [[], [], []]);
  });
});
