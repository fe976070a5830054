import assert from "node:assert/strict";
import {
  isUnreadable,
  openDraft,
  problemsAt,
  withPick,
  withText,
  withTouch,
  withTyped,
  withValue,
} from "../../../webview-ui/call/form/draft";
import { fieldOf } from "../../../webview-ui/call/form/field";
import type { Path } from "../../../webview-ui/call/form/path";

const schema = JSON.stringify({
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", default: "Ada" },
    age: { type: "integer" },
    all: { type: "array", items: { type: "integer" } },
  },
});
const integer = fieldOf({ type: "integer" }, {}).input;
const typed = (draft = openDraft(schema, undefined), path: Path = ["age"], text = "x") =>
  withTyped(draft, path, integer, text, false);
const mistake = (path: string[], text: string, isMissing?: true) => ({ path, text, ...(isMissing && { isMissing }) });

describe("the arguments while they are entered", () => {
  it("begin with what the schema says, or with what was in the form before", () => {
    const draft = openDraft(schema, undefined);
    assert.deepEqual([draft.args, draft.text, draft.pressed], [{ name: "Ada" }, '{\n  "name": "Ada"\n}', false]);
    const before = openDraft(schema, '{"name":"Eve"}');
    assert.deepEqual([before.args, before.text, before.problem], [{ name: "Eve" }, '{"name":"Eve"}', undefined]);
    for (const odd of ["true", "[]"]) assert.deepEqual(openDraft(odd, undefined).args, {});
  });

  it("keep what they last were while the JSON is none, or no object", () => {
    const draft = openDraft(schema, '{"name":"Eve"}');
    for (const text of ["{", "[1]", "5"]) {
      const after = withText(draft, text);
      assert.deepEqual([after.args, after.text, isUnreadable(after)], [{ name: "Eve" }, text, true]);
    }
    assert.match(withText(draft, "[1]").problem ?? "", /must be one JSON object/);
    const mended = withText(withText(draft, "{"), '{"a":1}');
    assert.deepEqual([mended.args, mended.problem, isUnreadable(mended)], [{ a: 1 }, undefined, false]);
  });

  it("show in JSON what was changed in the form, and the other way round", () => {
    const draft = withValue(withText(openDraft(schema, undefined), "{"), ["age"], 5);
    assert.deepEqual([draft.args, draft.problem], [{ name: "Ada", age: 5 }, undefined]);
    assert.equal(draft.text, '{\n  "name": "Ada",\n  "age": 5\n}');
    assert.deepEqual(withValue(draft, ["age"], undefined).args, { name: "Ada" });
    assert.deepEqual(withValue(draft, [], [1]).args, {}, "they stay an object");
  });

  it("keep what was typed and cannot be read, until it or what is around it is replaced", () => {
    const draft = typed();
    assert.deepEqual([draft.args, isUnreadable(draft)], [{ name: "Ada" }, true]);
    assert.equal(draft.unread.get("/age")?.text, "x");
    assert.deepEqual(typed(draft, ["age"], "7").args, { name: "Ada", age: 7 });
    assert.equal(isUnreadable(typed(draft, ["age"], "7")), false);
    assert.equal(isUnreadable(withText(draft, "{}")), false);
    assert.equal(isUnreadable(withValue(draft, ["name"], "Eve")), true, "another one");
    assert.equal(isUnreadable(withValue(draft, ["ag"], 1)), true, "one whose name only begins so");

    const items = withValue(openDraft(schema, undefined), ["all"], [1, 2]);
    const odd = typed(items, ["all", 1]);
    assert.deepEqual(odd.args.all, [1, null], "its place in the list stays");
    assert.equal(isUnreadable(withValue(odd, ["all"], [])), false, "what is inside is replaced with it");
  });

  it("know which form of a value was picked, and which fields were touched", () => {
    const draft = withPick(typed(), ["age"], 1, 3);
    assert.deepEqual([draft.picks.get("/age"), draft.args.age, draft.unread.size], [1, 3, 0]);
    const touched = withTouch(draft, ["age"]);
    assert.deepEqual([...touched.touched], ["/age"]);
    assert.equal(withTouch(touched, ["age"]), touched);
    assert.deepEqual([...draft.touched], []);
  });

  it("say at a field what is wrong there, and within where it shows that too", () => {
    const draft = openDraft(schema, undefined);
    const mistakes = [mistake(["all"], "all"), mistake(["all", "0"], "first"), mistake(["allow"], "other")];
    assert.deepEqual(problemsAt(draft, mistakes, ["all"], false), ["all"]);
    assert.deepEqual(problemsAt(draft, mistakes, ["all"], true), ["all", "first"]);
    assert.deepEqual(problemsAt(draft, mistakes, ["all", 0], false), ["first"]);
    const [problem = "", ...more] = problemsAt(typed(), [mistake(["age"], "mistake")], ["age"], true);
    assert.match(problem, /whole number/);
    assert.deepEqual(more, [], "what cannot be read comes before");
  });

  it("say that something is missing only once the person has come to it, or pressed the button", () => {
    const draft = openDraft(schema, undefined);
    const mistakes = [mistake(["age"], "missing", true)];
    assert.deepEqual(problemsAt(draft, mistakes, ["age"], false), []);
    assert.deepEqual(problemsAt(withTouch(draft, ["name"]), mistakes, ["age"], false), []);
    assert.deepEqual(problemsAt(withTouch(draft, ["age"]), mistakes, ["age"], false), ["missing"]);
    assert.deepEqual(problemsAt({ ...draft, pressed: true }, mistakes, ["age"], false), ["missing"]);
  });
});
