import assert from "node:assert/strict";
import { type Catalog, emptyCatalog, type Tool } from "../../../src/core/catalog/catalog";
import { calledThing } from "../../../src/editor/callPage/calledThing";
import type { CallTarget } from "../../../src/protocol/callPageMessages";
import { aTool } from "../../support/fakeLink";

const catalog: Catalog = {
  ...emptyCatalog,
  prompts: [
    {
      ...{ name: "ask", title: "Ask it", description: "Asks", digest: "d" },
      arguments: [{ name: "what", description: "The question", required: true }, { name: "tone" }],
    },
  ],
  resources: [{ uri: "demo://1", name: "first", title: "first" }],
  resourceTemplates: [{ uriTemplate: "demo://{id}{?page}", name: "any" }],
};

const thing = (target: CallTarget, more: Partial<Tool> = {}) => {
  const tools = ["read", "write"].map((name) => ({
    ...{ server: "one", modelName: `one__${name}`, tool: aTool(name, { description: name, ...more }) },
  }));
  const other = { server: "two", modelName: "two__write", tool: aTool("write", { description: "of another" }) };
  return calledThing({ tools: () => [other, ...tools], catalog: () => catalog }, target);
};
const write: CallTarget = { kind: "tool", server: "one", name: "write" };
const hintsOf = (more: Partial<Tool>) => thing(write, more).hints;

describe("what is called", () => {
  it("is the tool of that name on that server", () => {
    const found = thing(write, { outputSchema: { type: "object" }, digest: "d" });
    assert.deepEqual([found.title, found.description, found.hints], ["write", "write", []]);
    assert.deepEqual([found.outputSchema, found.digest], [{ type: "object" }, "d"]);
    assert.ok(!("outputSchema" in thing(write)));
  });

  it("has each thing that its server says about a tool, and nothing of one that it denies", () => {
    assert.deepEqual(hintsOf({ hints: { destructive: true } }), ["says it may delete or overwrite"]);
    assert.deepEqual(hintsOf({ hints: { idempotent: true } }), ["says a repeated call changes nothing more"]);
    assert.deepEqual(hintsOf({ hints: { openWorld: true } }), ["says it reaches beyond its server"]);
    assert.deepEqual(hintsOf({ hints: { readOnly: true } }), ["says it only reads"]);
    const none = { readOnly: false, destructive: false, idempotent: false, openWorld: false };
    assert.deepEqual(hintsOf({ hints: none }), []);
  });

  it("says of a tool that only reads neither that it deletes nor that repeating it is safe", () => {
    const all = { readOnly: true, destructive: true, idempotent: true, openWorld: true };
    assert.deepEqual(hintsOf({ hints: all }), ["says it only reads", "says it reaches beyond its server"]);
  });

  it("says that a tool runs as a task where that is sure", () => {
    assert.deepEqual(hintsOf({ task: "required" }), ["runs as a task"]);
    assert.deepEqual(hintsOf({ task: "unasked" }), ["runs as a task"]);
    assert.deepEqual(hintsOf({ task: "optional" }), []);
  });

  it("takes the arguments of a prompt as texts, of which some are needed", () => {
    const { title, description, schema, digest } = thing({ kind: "prompt", server: "one", name: "ask" });
    assert.deepEqual([title, description, digest], ["Ask it (ask)", "Asks", "d"]);
    assert.deepEqual(schema, {
      type: "object",
      properties: { what: { type: "string", description: "The question" }, tone: { type: "string" } },
      required: ["what"],
      additionalProperties: false,
    });
  });

  it("takes nothing for a resource, and the parts of the address for a template", () => {
    const resource = thing({ kind: "resource", server: "one", name: "demo://1" });
    assert.deepEqual([resource.title, resource.hints], ["first", ["demo://1"]]);
    assert.deepEqual(resource.schema.properties, {});
    const template = thing({ kind: "template", server: "one", name: "demo://{id}{?page}" });
    assert.deepEqual(template.schema.properties, { id: { type: "string" }, page: { type: "string" } });
    assert.deepEqual(template.schema.required, ["id"]);
    assert.deepEqual(template.hints, ["demo://{id}{?page}"]);
  });

  for (const [kind, code] of [
    ["tool", "unknown-tool"],
    ["prompt", "not-connected"],
    ["resource", "unknown-resource"],
    ["template", "unknown-resource"],
  ] as const)
    it(`is nothing where the server has no such ${kind}`, () =>
      assert.throws(() => thing({ kind, server: "one", name: "none" }), {
        ...{ code, message: /^Server "one" currently has no .* "none"\. Check/ },
      }));
});
