import assert from "node:assert/strict";
import { fillForm } from "../../../src/core/forms/fillForm";
import { type FormField, formFields } from "../../../src/core/forms/formFields";
import { formAsker } from "../../../src/editor/ui/formAsker";
import { type Answer, back, cancel, ScriptedPerson } from "../../support/scriptedPerson";

type Schema = Readonly<Record<string, unknown>>;

/** Fills in a form; the names in `required` are not optional. */
async function filled(properties: Readonly<Record<string, Schema>>, required: string[], ...answers: readonly Answer[]) {
  const person = new ScriptedPerson(...answers);
  const fields = formFields({ type: "object", properties, required }) ?? [];
  const args = await fillForm(fields, formAsker(person, "Form"));
  assert.equal(person.left, 0);
  return { args, asked: person.asked, person };
}

const [skip, text] = ["$(debug-step-over) Skip", { type: "string" }];

describe("a form in quick inputs", () => {
  it("asks for each field by its name, with how to skip one that is optional", async () => {
    const about = { a: { ...text, description: "The first." }, b: { ...text, description: "No dot" }, c: text };
    const { args, asked } = await filled(about, ["a"], "1", "2", "");
    assert.deepEqual(args, { a: "1", b: "2" });
    assert.deepEqual(
      asked.map(({ title, step, says }) => [title, step, says]),
      [
        ["Form: a", "1/3", "The first."],
        ["Form: b", "2/3", "No dot. Optional: leave it empty to skip it."],
        ["Form: c", "3/3", "Optional: leave it empty to skip it."],
      ],
    );
    assert.deepEqual(
      asked.map(({ canSkip }) => canSkip),
      [false, true, true],
    );
  });

  it("reads what is typed by the kind of the field, and says what is wrong with it", async () => {
    const about = { n: { type: "integer", minimum: 1 }, l: { type: "array", items: text } };
    const { args, asked } = await filled(about, ["n", "l"], "none", "0", "7", "a, b");
    assert.deepEqual(args, { n: 7, l: ["a", "b"] });
    assert.equal(asked[0]?.problems.length, 2);
    assert.match(asked[0]?.problems[0] ?? "", /^Enter a number/);
  });

  it("starts with the default, and with the earlier answer after a step back", async () => {
    const about = { a: { ...text, default: "x" }, b: text };
    const { args, asked } = await filled(about, ["a", "b"], "y", back, "z", "2");
    assert.deepEqual(args, { a: "z", b: "2" });
    assert.deepEqual(
      asked.map(({ before }) => before),
      ["x", "", "y", ""],
    );
  });

  it("offers true and false, and skips what is optional", async () => {
    const about = { a: { type: "boolean", description: "On $(x)?", default: false }, b: { type: "boolean" } };
    const { args, asked } = await filled(about, ["a"], "true", skip);
    assert.deepEqual(args, { a: true });
    assert.deepEqual(
      [asked[0]?.items, asked[1]?.items],
      [
        ["true", "false"],
        ["true", "false", skip],
      ],
    );
    assert.deepEqual([asked[0]?.says, asked[1]?.says], ["On \\$(x)?", "Select a value"]);
    assert.deepEqual([asked[0]?.before, asked[1]?.before], ["false", skip], "Enter skips what has no value yet");
  });

  it("offers the values of a choice, with null where it is one", async () => {
    const about = { c: { type: ["string", "null"], enum: ["", "$(b)", null] } };
    const { args, asked } = await filled(about, ["c"], "null");
    assert.deepEqual(args, { c: null });
    assert.deepEqual(asked[0]?.items.slice(0, 2), ['""', "\\$(b)"]);
    assert.ok(asked[0]?.items.includes("null"));
    assert.ok(!asked[0]?.items.includes(skip), "what is required is not skipped");
  });

  it("takes any number of values where there may be several, the earlier ones chosen", async () => {
    const about = { m: { type: "array", items: { enum: ["a", "b", ""] }, minItems: 2, default: ["b"] } };
    const { args, asked } = await filled(about, ["m"], ["a"], ["a", '""']);
    assert.deepEqual(args, { m: ["a", ""] });
    assert.deepEqual([asked[0]?.before, asked[0]?.items], [["b"], ["a", "b", '""']]);
    assert.deepEqual([asked[0]?.problems.length, asked[0]?.says], [1, "Select any number of values"]);
  });

  it("chooses among many optional fields first", async () => {
    const many = Object.fromEntries([..."abcd"].map((name) => [name, { type: "integer", description: `Is ${name}.` }]));
    const { args, asked } = await filled(many, [], ["c"], "3");
    assert.deepEqual(args, { c: 3 });
    const [{ title, says, items, details, descriptions } = assert.fail()] = asked;
    assert.deepEqual([title, says], ["Form", "Select the optional arguments to fill in, or none"]);
    assert.deepEqual([items[0], details[0], descriptions[0]], ["a", "Is a.", "integer"]);
    assert.equal((await filled(many, [], cancel)).args, undefined);
  });

  it("suggests values, and still takes another text", async () => {
    const [field = assert.fail()] = formFields({ type: "object", properties: { a: text } }) ?? [];
    const suggest: FormField["suggest"] = async (typed) => (typed === "none" ? [] : [`${typed}1`, `${typed}2`]);
    const person = new ScriptedPerson("x");
    const ask = (start: unknown) =>
      formAsker(person, "Form").ask({ field: { ...field, suggest }, step: 1, totalSteps: 1, start, answers: {} });
    assert.deepEqual(await ask("s"), { kind: "value", value: "x" });
    assert.deepEqual([person.asked[0]?.items, person.asked[0]?.before], [["s1", "s2"], "s"]);
    assert.deepEqual(person.suggestions, [["x1", "x2"]]);
    const plain = new ScriptedPerson("y");
    const step = { field: { ...field, suggest }, step: 1, totalSteps: 1, start: "none", answers: {} };
    assert.deepEqual(await formAsker(plain, "Form").ask(step), { kind: "value", value: "y" });
    assert.deepEqual(plain.suggestions, [], "a plain box where there is nothing to suggest at first");
  });
});
