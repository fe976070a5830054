import assert from "node:assert/strict";
import { FieldPaths, fieldSteps } from "../../../src/core/config/schema/fieldPath";
import { parseJson, toJson } from "../../../src/core/kernel/json/exactJson";
import { withChosenFields } from "../../../src/core/messages/chosenFields";
import type { ToolResult } from "../../../src/core/messages/toolResult";

const steps = (...paths: string[]) => FieldPaths.parse(paths).map(fieldSteps);
const result = (text: string, structured?: unknown): ToolResult => ({
  content: [{ type: "text", text }],
  isError: false,
  ...(structured !== undefined && { structured }),
});
const order = {
  id: 7,
  customer: { name: "Ada", email: "ada@example.com" },
  items: [
    { sku: "a", cost: 1 },
    { sku: "b", cost: 2 },
  ],
};

const rows: [what: string, choice: { omit?: string[]; pick?: string[] }, from: unknown, to: unknown][] = [
  ["leaves out a field", { omit: ["customer.email"] }, order, { ...order, customer: { name: "Ada" } }],
  ["reads a JSON pointer", { omit: ["/customer/email"] }, order, { ...order, customer: { name: "Ada" } }],
  ["reads escapes", { omit: ["/a~1b/c~0d"] }, { "a/b": { "c~d": 1, e: 2 } }, { "a/b": { e: 2 } }],
  [
    "leaves out of each member of a list",
    { omit: ["items.*.cost"] },
    order,
    { ...order, items: [{ sku: "a" }, { sku: "b" }] },
  ],
  ["leaves out members of a list by their place, all at once", { omit: ["/0", "/1"] }, [1, 2, 3], [3]],
  ["keeps only what is picked", { pick: ["id", "items.*.sku"] }, order, { id: 7, items: [{ sku: "a" }, { sku: "b" }] }],
  [
    "picks, and then leaves out",
    { pick: ["customer"], omit: ["customer.email"] },
    order,
    { customer: { name: "Ada" } },
  ],
  ["picks nothing where nothing is there", { pick: ["nothing.here"] }, order, {}],
  [
    "leaves values alone that have no members",
    { omit: ["id.x", "*.y"] },
    { id: 7, a: null, b: "y" },
    { id: 7, a: null, b: "y" },
  ],
  [
    "does not follow a prototype",
    { omit: ["__proto__.a", "constructor"] },
    parseJson('{"__proto__":{"a":1,"b":2},"c":3}'),
    parseJson('{"__proto__":{"b":2},"c":3}'),
  ],
];

describe("the fields of a result", () => {
  for (const [what, { omit, pick }, from, to] of rows)
    it(`${what}, in structured content and in JSON text alike`, () => {
      const choice = { ...(omit && { omit: steps(...omit) }), ...(pick && { pick: steps(...pick) }) };
      const { content, structured } = withChosenFields(result(JSON.stringify(from), from), choice);
      assert.equal(JSON.stringify(structured), JSON.stringify(to));
      assert.deepEqual(content, [{ type: "text", text: JSON.stringify(to) }]);
    });

  it("keeps every digit of a large integer, and the form of indented JSON", () => {
    const text = '{\n  "id": 725653563933458433,\n  "token": 1\n}';
    const given = withChosenFields(result(text, parseJson(text)), { omit: steps("token") });
    assert.deepEqual(given.content, [{ type: "text", text: '{\n  "id": 725653563933458433\n}' }]);
    assert.equal(toJson(given.structured), '{"id":725653563933458433}');
  });

  it("are looked for in lines of JSON and in the text of a resource, and nothing else changes", () => {
    const resource = { uri: "a:b", text: '{"token":1,"id":2}' };
    const given = withChosenFields(
      {
        ...result('Found:\n{"token":1,"id":2}\n{"token":3}\nDone {"token":4}'),
        content: [
          ...result('Found:\n{"token":1,"id":2}\n{"token":3}\nDone {"token":4}').content,
          { type: "resource", resource },
        ],
      },
      { omit: steps("token") },
    );
    assert.deepEqual(given.content, [
      { type: "text", text: 'Found:\n{"id":2}\n{}\nDone {"token":4}' },
      { type: "resource", resource: { uri: "a:b", text: '{"id":2}' } },
    ]);
  });

  it("are not passed on in JSON that cannot be searched", () => {
    for (const text of [`{"token":"${"x".repeat(9_000_000)}"}`, `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`]) {
      const [block] = withChosenFields(result(text), { omit: steps("token", "a.a.token") }).content;
      assert.ok(block?.type === "text");
      assert.match(block.text, /^\[This JSON is left out: it is too large/);
    }
  });

  it("are not quoted by a warning", () => {
    const { warning } = withChosenFields({ ...result("{}"), warning: '"token" is "secret"' }, { omit: steps("token") });
    assert.equal(warning, "This result does not fit the output schema of its tool.");
  });

  for (const bad of ["", "/a~2", "a..b", ".a", "a.", " a", "a/b", `${"a.".repeat(20)}a`, "x".repeat(301)])
    it(`are not named by ${JSON.stringify(bad.slice(0, 20))}`, () => {
      assert.equal(FieldPaths.safeParse([bad]).success, false);
    });
});
