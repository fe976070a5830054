import assert from "node:assert/strict";
import { checkArguments } from "../../../../src/core/catalog/checkArguments";
import { inlinedSchema } from "../../../../src/gateway/rest/servers/inlinedSchema";

describe("a schema with its references written out", () => {
  it("has none left, and says the same", () => {
    const schema = {
      type: "object",
      properties: {
        color: { $ref: "#/$defs/Color" },
        size: { $ref: "#/properties/width" },
        width: { type: "integer" },
      },
      required: ["color"],
      $defs: { Color: { enum: ["red", "blue"] } },
    };
    const written = inlinedSchema(schema);
    assert.deepEqual(written, {
      type: "object",
      properties: { color: { enum: ["red", "blue"] }, size: { type: "integer" }, width: { type: "integer" } },
      required: ["color"],
    });
    for (const args of [{ color: "red", size: 1 }, { color: "green" }, { color: "red", size: "1" }, {}])
      assert.equal(checkArguments(written, args).ok, checkArguments(schema, args).ok);
  });

  it("keeps words beside a reference, and joins conditions", () => {
    const definitions = { Text: { type: "string", description: "any" } };
    assert.deepEqual(
      inlinedSchema({
        properties: {
          a: { $ref: "#/definitions/Text", description: "mine" },
          b: { $ref: "#/definitions/Text", minLength: 1 },
        },
        definitions,
      }),
      {
        properties: {
          a: { type: "string", description: "mine" },
          b: { minLength: 1, allOf: [{ type: "string", description: "any" }] },
        },
      },
    );
  });

  it("ends where a schema refers to itself", () => {
    const Node = {
      type: "object",
      description: "a node",
      properties: { next: { $ref: "#/$defs/Node" }, all: { type: "array", items: { $ref: "#/$defs/Node" } } },
    };
    assert.deepEqual(inlinedSchema({ $ref: "#/$defs/Node", $defs: { Node } }), {
      type: "object",
      description: "a node",
      properties: {
        next: { type: "object", description: "a node" },
        all: { type: "array", items: { type: "object", description: "a node" } },
      },
    });
  });

  it("has them written out wherever a schema may stand", () => {
    const $defs = { A: { type: "string" } };
    const ref = { $ref: "#/$defs/A" };
    const one = "additionalItems additionalProperties contains else if items not propertyNames then unevaluatedItems";
    for (const key of `${one} unevaluatedProperties`.split(" "))
      assert.deepEqual(inlinedSchema({ [key]: ref, $defs }), { [key]: $defs.A }, key);
    for (const key of "allOf anyOf oneOf prefixItems items".split(" "))
      assert.deepEqual(inlinedSchema({ [key]: [ref, true], $defs }), { [key]: [$defs.A, true] }, key);
    for (const key of "properties patternProperties dependentSchemas".split(" "))
      assert.deepEqual(inlinedSchema({ [key]: { a: ref }, $defs }), { [key]: { a: $defs.A } }, key);
  });

  it("keeps of a reference to itself only what it says of itself, and of one to anything what stands beside it", () => {
    const schema = { title: "T", properties: { inner: { $ref: "#" }, any: { $ref: "#/$defs/Any", minLength: 1 } } };
    assert.deepEqual(inlinedSchema({ ...schema, $defs: { Any: true } }).properties, {
      inner: { title: "T", properties: { inner: { title: "T" }, any: { minLength: 1 } } },
      any: { minLength: 1 },
    });
  });

  it("takes data for data, and a property called $ref for a property", () => {
    const schema = {
      properties: { $ref: { type: "string" }, $defs: { type: "number" } },
      default: { $ref: "#/nowhere" },
      enum: [{ $ref: "#/x" }],
    };
    assert.deepEqual(inlinedSchema(schema), schema);
  });

  for (const [what, schema] of [
    ["a reference leads nowhere", { properties: { a: { $ref: "#/$defs/No" } }, $defs: { A: {} } }],
    ["a reference leads to the network", { properties: { a: { $ref: "https://example.com/a.json" } } }],
    ["a reference is dynamic", { properties: { a: { $dynamicRef: "#meta" } } }],
  ] as const)
    it(`stays as it is where ${what}`, () => assert.equal(inlinedSchema(schema), schema));

  it("stays as it is where its data are too large", () => {
    const written = (characters: number) => {
      const schema = { items: { $ref: "#/$defs/A" }, $defs: { A: {} }, default: { text: "x".repeat(characters) } };
      return inlinedSchema(schema) !== schema;
    };
    assert.deepEqual([written(1000), written(700_000)], [true, false]);
  });

  it("stays as it is where it would become too large", () => {
    const $defs: Record<string, object> = { D0: { type: "string" } };
    for (let level = 1; level < 40; level++)
      $defs[`D${level}`] = {
        properties: { a: { $ref: `#/$defs/D${level - 1}` }, b: { $ref: `#/$defs/D${level - 1}` } },
      };
    const schema = { $ref: "#/$defs/D39", $defs };
    assert.equal(inlinedSchema(schema), schema);
  });
});
