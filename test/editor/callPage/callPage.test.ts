import assert from "node:assert/strict";
import type { Catalog, HubTool } from "../../../src/core/catalog/catalog";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { HubError } from "../../../src/core/kernel/hubError";
import { parseJson } from "../../../src/core/kernel/json/exactJson";
import { callEntries } from "../../../src/editor/callPage/callEntries";
import { calledThing } from "../../../src/editor/callPage/calledThing";
import { handleCallRequest } from "../../../src/editor/callPage/handleCallRequest";
import { RecentTargets } from "../../../src/editor/callPage/recentTargets";
import { resultParts } from "../../../src/editor/callPage/resultParts";
import { savedOf, withoutSecretValues, withSavedCall } from "../../../src/editor/callPage/savedCalls";
import { type CallPageHandlers, type CallTarget, readFromCallPage } from "../../../src/protocol/callPageMessages";

const tool: HubTool = {
  modelName: "one__echo",
  server: "one",
  tool: {
    name: "echo",
    description: "Says\u202e it",
    inputSchema: { type: "object" },
    hints: { readOnly: true },
    digest: "d",
  },
};
const catalog: Catalog = {
  ...emptyCatalog,
  prompts: [
    {
      name: "praise",
      arguments: [
        { name: "who", required: true },
        { name: "how", description: "In which way" },
      ],
    },
  ],
  resources: [{ uri: "demo://a", name: "A" }],
  resourceTemplates: [{ uriTemplate: "demo://{id}", name: "Any" }],
};
const hub = { tools: () => [tool], catalog: () => catalog };
const target: CallTarget = { kind: "tool", server: "one", name: "echo" };

describe("what the call page offers", () => {
  it("is everything of every server, bounded, with what is left out counted", () => {
    const { entries, more } = callEntries(hub, ["one"], 3);
    assert.deepEqual(
      entries.map(({ kind, name }) => `${kind} ${name}`),
      ["tool echo", "prompt praise", "resource demo://a"],
    );
    assert.equal(entries[0]?.about, "Says\ufffd it");
    assert.equal(more, 1);
  });

  it("has a schema for each kind", () => {
    assert.deepEqual(calledThing(hub, target).schema, { type: "object" });
    assert.deepEqual(calledThing(hub, target).hints, ["says it only reads"]);
    const prompt = calledThing(hub, { kind: "prompt", server: "one", name: "praise" }).schema;
    assert.deepEqual(prompt.required, ["who"]);
    assert.deepEqual(prompt.properties, {
      who: { type: "string" },
      how: { type: "string", description: "In which way" },
    });
    const template = calledThing(hub, { kind: "template", server: "one", name: "demo://{id}" }).schema;
    assert.deepEqual(template.required, ["id"]);
    for (const kind of ["tool", "prompt", "resource", "template"] as const)
      assert.throws(() => calledThing(hub, { kind, server: "one", name: "gone" }), HubError);
  });

  it("remembers what was called lately, by name only", async () => {
    const state = new Map<string, unknown>();
    const recent = new RecentTargets({
      get: (key) => state.get(key),
      set: async (key, value) => void state.set(key, value),
    });
    for (let at = 0; at < 25; at++) await recent.add({ ...target, name: `t${at}` });
    await recent.add({ ...target, name: "t20" });
    assert.equal(recent.keys.length, 20);
    assert.equal(recent.keys[0], '["tool","one","t20"]');
    assert.equal(new Set(recent.keys).size, 20);
  });
});

describe("calls saved in the workspace", () => {
  it("come back by target and name, with all digits, and never with a secret", () => {
    const given = parseJson(
      '{"id":9223372036854775807,"password":"hunter2","list":["ghp_aaaaaaaaaaaaaaaaaaaaaaaa","b"],"deep":{"api_key":"x","n":null}}',
    );
    const { args, leftOut } = withoutSecretValues(given);
    assert.deepEqual(leftOut, ["password", "list[0]", "deep.api_key"]);
    const file = withSavedCall("", target, "mine", args);
    assert.doesNotMatch(file, /hunter2|ghp_|"x"/);
    const other = withSavedCall(file, { ...target, name: "other" }, "mine", {});
    const [saved] = savedOf(other, target);
    assert.equal(saved?.name, "mine");
    assert.match(saved?.args ?? "", /"id": 9223372036854775807/);
    assert.deepEqual(savedOf(withSavedCall(other, target, "mine", undefined), target), []);
    assert.equal(savedOf(withSavedCall(other, target, "mine", { a: 1 }), target).length, 1);
  });

  it("are none where a file holds something else", () => {
    for (const text of [
      "",
      "{",
      "[]",
      '{"calls":3}',
      '{"calls":[null,{"kind":"x"},{"kind":"tool","server":1,"name":"a"}]}',
    ])
      assert.deepEqual(savedOf(text, target), []);
  });
});

describe("a result on the call page", () => {
  it("is told by its content", () => {
    const { parts, more } = resultParts({
      content: [
        { type: "text", text: '[{"a":1}]' },
        { type: "text", text: "# Head\n\n**bold**" },
        { type: "text", text: "plain\u001b[1m ghp_aaaaaaaaaaaaaaaaaaaaaaaa" },
        { type: "resource", resource: { uri: "demo://b.md", mimeType: "text/markdown", text: "plain words" } },
        { type: "resource_link", uri: "demo://c", name: "C" },
      ],
    });
    assert.equal(more, 0);
    const told = parts.map((part) =>
      part.kind === "text" ? `${part.language}: ${part.text}` : `${part.kind}: ${part.name}`,
    );
    assert.deepEqual(told, [
      'json: [{"a":1}]',
      "markdown: # Head\n\n**bold**",
      "text: plain\ufffd[1m •••",
      "markdown: plain words",
      "link: C",
    ]);
  });

  it("is bounded, and says so", () => {
    const text = "x".repeat(2 * 1024 * 1024);
    const { parts, more } = resultParts({
      content: Array.from({ length: 60 }, () => ({ type: "text" as const, text })),
    });
    assert.equal(parts.length, 50);
    assert.equal(more, 10);
    const [first] = parts;
    assert.ok(first?.kind === "text" && first.cut && first.text.length === 1024 * 1024);
  });
});

describe("messages of the call page", () => {
  const good: [method: string, params: unknown[]][] = [
    ["ready", []],
    ["ready", [target]],
    ["call", [target, "{}"]],
    ["openPart", [target, 0]],
    ["complete", [target, "a", "b", "{}"]],
  ];
  for (const [method, params] of good)
    it(`are read: ${method} with ${params.length}`, () =>
      assert.deepEqual(readFromCallPage({ id: 1, method, params }), { id: 1, method, params }));

  const bad: unknown[] = [
    null,
    "call",
    { id: 1, method: "call" },
    { id: 1.5, method: "ready", params: [] },
    { id: 1, method: "constructor", params: [] },
    { id: 1, method: "call", params: [] },
    { id: 1, method: "call", params: [target, "{}", "more"] },
    { id: 1, method: "call", params: [{ ...target, kind: "other" }, "{}"] },
    { id: 1, method: "call", params: [{ ...target, server: 3 }, "{}"] },
    { id: 1, method: "call", params: [target, { a: 1 }] },
    { id: 1, method: "openPart", params: [target, -1] },
    { id: 1, method: "save", params: [target, "n".repeat(10_000), "{}"] },
  ];
  for (const message of bad)
    it(`are refused: ${JSON.stringify(message)?.slice(0, 90)}`, async () => {
      assert.equal(readFromCallPage(message), undefined);
      const reported: unknown[] = [];
      const handlers = new Proxy({} as CallPageHandlers, { get: () => assert.fail("a handler ran") });
      assert.equal(await handleCallRequest(handlers, message, (error) => reported.push(error)), undefined);
      assert.equal(reported.length, 1);
    });
});
