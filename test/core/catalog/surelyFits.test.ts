import assert from "node:assert/strict";
import { type Schema, Validator } from "@cfworker/json-schema";
import { surelyFits } from "../../../src/core/catalog/checkArguments";

const text: Schema = { type: "string", description: "Words.", default: "", examples: ["a"] };
const schema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  title: "Arguments",
  properties: {
    text,
    n: { type: "integer" },
    share: { type: "number" },
    deep: { type: "boolean" },
    one: { enum: [1] },
  },
  required: ["text"],
};

describe("surelyFits", () => {
  it("knows arguments that fit names and simple types", () => {
    for (const args of [{ text: "a" }, { text: "", n: 3, share: 0.5, deep: false }, { text: "a", other: [] }])
      assert.equal(surelyFits(schema, args), true, JSON.stringify(args));
    assert.equal(surelyFits({ type: "object" }, {}), true);
    assert.equal(surelyFits({ type: "object", additionalProperties: false }, {}), true);
  });

  it("leaves all else to the validator", () => {
    const wrong = [{}, { text: 1 }, { text: undefined }, { text: "a", n: 1.5 }, { text: "a", share: Number.NaN }];
    for (const args of [...wrong, { text: "a", one: 1 }, { text: "a", deep: null }])
      assert.equal(surelyFits(schema, args), false, JSON.stringify(args));
    assert.equal(surelyFits({ type: "object", additionalProperties: false }, { more: 1 }), false);
    const strange = [
      { properties: { text } },
      { type: ["object"] },
      { type: "object", required: true },
      { type: "object", properties: { text: true } },
      { type: "object", additionalProperties: { type: "string" } },
      { type: "object", minProperties: 0 },
      { type: "object", properties: { text: { ...text, minLength: 1 } } },
    ];
    for (const one of strange) assert.equal(surelyFits(one, { text: "a" }), false, JSON.stringify(one));
  });

  for (const key of ["$schema", "$comment", "title", "description", "default", "examples", "deprecated"])
    it(`are not affected by "${key}"`, () => {
      const properties = { a: { type: "string", [key]: "x" } };
      assert.ok(surelyFits({ type: "object", [key]: "x", properties }, { a: "b" }));
    });

  it("never takes for right what the validator refuses", () => {
    const values = ["a", "", 0, -1, 1.5, 1e300, true, null, [], {}, undefined];
    const names = ["text", "n", "share", "deep", "one", "toString", "other"];
    let sure = 0;
    for (const additionalProperties of [true, false]) {
      const one: Schema = { ...schema, additionalProperties };
      const validator = new Validator(one, "7", false);
      for (const name of names)
        for (const value of values)
          for (const args of [{ [name]: value }, { text: "a", [name]: value }]) {
            if (!surelyFits(one, args)) continue;
            sure++;
            assert.ok(validator.validate(args).valid, JSON.stringify(args));
          }
    }
    assert.ok(sure > 20, `${sure}`);
  });
});
