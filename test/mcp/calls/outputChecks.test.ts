import assert from "node:assert/strict";
import type { JsonSchema, Tool } from "../../../src/core/catalog/catalog";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import { OutputChecks } from "../../../src/mcp/calls/outputChecks";

const object = (properties: object, more: object = {}): JsonSchema => ({ type: "object", properties, ...more });
const text = { content: [{ type: "text", text: "the useful text" }], isError: false } as const;

/** What is said of a structured result of a tool with this output schema. */
function checking(outputSchema?: JsonSchema) {
  const logged: string[] = [];
  const checks = new OutputChecks("files", (words) => logged.push(words));
  const tool: Tool = { name: "count", inputSchema: {}, hints: {}, ...(outputSchema && { outputSchema }) };
  checks.setTools([tool]);
  const check = (structured?: unknown, more: Partial<ToolResult> = {}) =>
    checks.checked("count", { ...text, ...(structured !== undefined && { structured }), ...more });
  return { check, checks, logged };
}

describe("a result and the output schema of its tool", () => {
  const schema = object({ count: { type: "number" } }, { required: ["count"] });

  it("is as it came where it fits, where nothing was promised, and where the tool failed", () => {
    const { check, checks } = checking(schema);
    assert.deepEqual(check({ count: 1 }), { ...text, structured: { count: 1 } });
    assert.equal(check(undefined, { isError: true }).warning, undefined);
    assert.equal(checks.checked("other", { ...text, structured: 7 }).warning, undefined);
    assert.equal(checking().check().warning, undefined);
  });

  it("keeps the result that does not fit, with a warning beside it", () => {
    const { check } = checking(schema);
    assert.deepEqual(check({ count: "one" }), {
      ...text,
      structured: { count: "one" },
      warning:
        'This result does not fit the output schema of "count" ("count" must be of type number, not string). It is shown as it was sent. Report it to the author of "files".',
    });
    assert.match(check().warning ?? "", /\(it has no structured content\)/);
    assert.match(check([1]).warning ?? "", /\(it must be of type object, not array\)/);
  });

  it("does not warn of optional parts that are null, of formats, and of integers beyond 2^53", () => {
    assert.equal(checking(object({ name: { type: "string" } })).check({ name: null }).warning, undefined);
    const dated = object({ when: { type: "string", format: "date-time" } });
    assert.equal(checking(dated).check({ when: "2025-01-01T10:00:00" }).warning, undefined);
    const { check } = checking(object({ id: { type: "integer" } }));
    assert.equal(check({ id: 725653563933458432n }).warning, undefined);
  });

  it("accepts schemas of any type, as revision 2026-07-28 has them", () => {
    const { check } = checking({ type: "array", items: { $ref: "#/$defs/n" }, $defs: { n: { type: "number" } } });
    assert.equal(check([1, 2]).warning, undefined);
    assert.match(check([1, "a"]).warning ?? "", /"1" must be of type number, not string/);
    assert.match(check("text").warning ?? "", /it must be of type array, not string/);
  });

  it("runs no regular expression of the server's: one could stop the whole process", () => {
    const { check, logged } = checking(object({ a: { type: "string", pattern: "^(a+)+$" } }));
    assert.equal(check({ a: "aaa!" }).warning, undefined);
    assert.deepEqual(logged, []);
  });

  it("logs once that a schema cannot be used, and keeps the results of its tool", () => {
    const { check, logged } = checking(object({ a: { $ref: "#/$defs/missing" } }));
    for (let times = 0; times < 3; times++) assert.equal(check({ a: 1 }).warning, undefined);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? "", /^An output schema of "files" cannot be used/);
  });

  it("goes by the list that came last", () => {
    const { check, checks } = checking(schema);
    checks.setTools([{ name: "count", inputSchema: {}, hints: {} }]);
    assert.equal(check({ count: "one" }).warning, undefined);
  });
});
