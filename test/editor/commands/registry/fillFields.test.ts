import assert from "node:assert/strict";
import type { Answers } from "../../../../src/core/registry/filledEntry";
import type { Field, Offer } from "../../../../src/core/registry/offer";
import { fillFields } from "../../../../src/editor/commands/registry/fillFields";
import { type Answer, back, cancel, ScriptedPerson } from "../../../support/scriptedPerson";

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  description: `About ${name}`,
  isRequired: false,
  isSecret: false,
  isRepeated: false,
  format: "string",
  placeholder: "",
  choices: [],
  ...more,
});
const needed = (name: string, more: Partial<Field> = {}) => field(name, { isRequired: true, ...more });

/** An offer whose fields all stand in its arguments. */
const offer = (...fields: Field[]): Offer => ({
  kind: "program",
  command: "npx",
  args: fields.map(({ name }) => ({ texts: [[{ field: name }]] })),
  env: {},
  label: "npm: x",
  path: [],
  notes: [],
  fields,
});

async function filled(fields: Field[], answers: readonly Answer[], before: Answers = new Map()) {
  const person = new ScriptedPerson(...answers);
  const around = { earlier: 2, later: 1 };
  const result = await fillFields(person, "Add", offer(...fields), before, around);
  assert.equal(person.left, 0);
  const values = typeof result === "object" ? Object.fromEntries(result.answers) : result;
  return { values, steps: typeof result === "object" ? result.steps : undefined, asked: person.asked };
}

describe("filling in what a server needs", () => {
  it("asks for what is needed first, then which of the rest is wanted, and for that", async () => {
    const fields = [field("opt"), needed("key", { isSecret: true }), field("other")];
    const { values, steps, asked } = await filled(fields, ["k", ["opt"], "o"]);
    assert.deepEqual(values, { key: "k", opt: "o" });
    assert.equal(steps, 3);
    assert.deepEqual(
      asked.map(({ step, items, isHidden }) => [step, items, isHidden]),
      [
        ["3/5", [], true],
        ["4/5", ["opt", "other"], false],
        ["5/6", [], false],
      ],
    );
  });

  it("asks nothing where there is no field, and no list where all are needed", async () => {
    assert.deepEqual(await filled([], []), { values: {}, steps: 0, asked: [] });
    const { steps, asked } = await filled([needed("a")], ["1"]);
    assert.deepEqual([steps, asked[0]?.step], [1, "3/4"]);
  });

  it("offers the values that are possible, unless they are secret", async () => {
    const fields = [
      needed("color", { choices: ["red", "blue"] }),
      needed("flag", { format: "boolean" }),
      needed("pin", { choices: ["1", "2"], isSecret: true }),
    ];
    const { values, asked } = await filled(fields, ["red", "true", "1"], new Map([["color", "blue"]]));
    assert.deepEqual(values, { color: "red", flag: "true", pin: "1" });
    assert.deepEqual(
      asked.map(({ items, before, isHidden }) => [items, before, isHidden]),
      [
        [["red", "blue"], "blue", false],
        [["true", "false"], undefined, false],
        [[], "", true],
      ],
    );
  });

  it("begins with what was filled in before, or with the initial value", async () => {
    const fields = [needed("a"), needed("b"), field("c"), field("d", { initial: "two" })];
    const before = new Map([
      ["b", "old"],
      ["c", "seen"],
    ]);
    const { asked, values } = await filled(fields, ["x", "y", ["c", "d"], "z", "w"], before);
    assert.deepEqual(
      asked.map(({ before }) => before),
      ["", "old", ["c"], "seen", "two"],
    );
    assert.equal(asked[0]?.step, "3/7");
    assert.deepEqual(values, { a: "x", b: "y", c: "z", d: "w" });
  });

  it("forgets the value of what is no longer wanted", async () => {
    const { values, steps } = await filled([field("c"), field("d")], [["d"], "2"], new Map([["c", "1"]]));
    assert.deepEqual(values, { d: "2" });
    assert.equal(steps, 2);
  });

  it("goes back field by field, and out of the first one", async () => {
    const fields = [needed("a"), field("b")];
    const { values, asked } = await filled(fields, ["1", back, "2", ["b"], back, ["b"], "3"]);
    assert.deepEqual(values, { a: "2", b: "3" });
    assert.deepEqual(
      asked.map(({ step }) => step.split("/")[0]),
      ["3", "4", "3", "4", "5", "4", "5"],
    );
    assert.equal((await filled(fields, [back])).values, "back");
    assert.equal((await filled(fields, ["1", cancel])).values, undefined);
  });

  it("refuses a value that does not fit", async () => {
    const { asked, values } = await filled([needed("port", { format: "number" })], ["", "x", "80"]);
    assert.equal(asked[0]?.problems.length, 2);
    assert.deepEqual(values, { port: "80" });
  });
});
