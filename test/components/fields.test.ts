// Before everything else: some components listen to the page as they are loaded.
import "./plainPage";
import assert from "node:assert/strict";
import { h } from "preact";
import { type Draft, openDraft } from "../../webview-ui/call/form/draft";
import { fieldOf } from "../../webview-ui/call/form/field";
import { ObjectField } from "../../webview-ui/call/form/objectField";
import { writeJson } from "../../webview-ui/call/json/exactJson";
import { draw, type PlainElement } from "./plainPage";

/** A form of a schema with these arguments. */
function formOf(schema: object, args: unknown = {}) {
  let draft: Draft = openDraft(JSON.stringify(schema), JSON.stringify(args));
  const shown = () => {
    const change = (how: (draft: Draft) => Draft) => {
      draft = how(draft);
    };
    const form = { draft, mistakes: [], change };
    const field = fieldOf(draft.root, draft.root);
    return h(ObjectField, {
      ...{ form, field, schema: draft.root, path: [], name: "arguments", value: draft.args, required: true },
    });
  };
  const drawn = draw(shown());
  const after = <T>(done: T): T => {
    drawn.again(shown());
    return done;
  };
  return {
    drawn,
    args: () => JSON.parse(writeJson(draft.args)) as unknown,
    click: (name: string) => after(drawn.click(name)),
    enter: (element: PlainElement, value: string | boolean, type?: "input" | "change") =>
      after(drawn.enter(element, value, type)),
    key: (element: PlainElement, key: string, more = {}) =>
      after(drawn.fire(element, "keydown", { key, ...more }).prevented),
  };
}
const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

describe("the fields of an object", () => {
  it("stand in their order, the required ones first, with what else is there after them", () => {
    const schema = object({ a: { type: "string" }, b: { type: "string" } }, { required: ["b"] });
    const { drawn } = formOf(schema, { a: "x", c: 1 });
    assert.deepEqual(drawn.names("label"), ["b*", "a", "c"]);
  });

  it("can be left out where they are not required", () => {
    const { click, args } = formOf(object({ a: { type: "string" } }), { a: "x" });
    click("Leave out a");
    assert.deepEqual(args(), {});
    assert.throws(() => click("Leave out a"), /^Error: 0 of button/);
  });

  it("are none where it takes none", () => {
    assert.equal(formOf({ type: "object" }).drawn.text, "It takes no arguments.");
    assert.match(formOf(object({}, { additionalProperties: true })).drawn.text, /Add/);
  });

  it("may have further names, each once", () => {
    const { drawn, args, enter, key, click } = formOf(object({ a: {} }, { additionalProperties: { type: "integer" } }));
    const box = () => drawn.the("input", "Name of a new property");
    const add = () => drawn.the("button", "Add").attributes.disabled;
    assert.equal(add(), "true");
    enter(box(), "a");
    assert.deepEqual([add(), /a already exists\./.test(drawn.text), key(box(), "Enter")], ["true", true, true]);
    enter(box(), "n");
    assert.deepEqual([key(box(), "x"), key(box(), "Enter", { ctrlKey: true })], [false, false]);
    assert.deepEqual(args(), {});
    click("Add");
    assert.deepEqual(Object.keys(args() as object), ["n"]);
    assert.equal(Object(box()).value, "");
  });

  it("take the schema of the pattern that a name matches, if that is quick to try", () => {
    const kindOf = (pattern: string, name: string) => {
      const patternProperties = { [pattern]: { type: "boolean" } };
      const { drawn } = formOf(object({}, { patternProperties }), { [name]: true });
      return drawn.root.all("select").length;
    };
    assert.equal(kindOf("^x-", "x-a"), 1);
    assert.equal(kindOf("^x-", "y"), 0);
    assert.equal(kindOf("(a+)+$", "a"), 0, "it could take long");
    assert.equal(kindOf("(", "a"), 0, "it is no pattern");
    assert.equal(kindOf("a".repeat(100), "a".repeat(100)), 1);
    assert.equal(kindOf("a".repeat(101), "a".repeat(101)), 0);
    assert.deepEqual([kindOf("a", "a".repeat(200)), kindOf("a", "a".repeat(201))], [1, 0]);
  });
});

describe("a field for one value", () => {
  it("is a list of what there is to choose, and of nothing where it may be left out", () => {
    const { drawn, enter, args } = formOf(
      object({ a: { type: "boolean" }, b: { enum: ["x", "y"] } }, { required: ["b"] }),
    );
    const [second, first] = drawn.root.all("select");
    assert.deepEqual(
      first?.all("option").map(({ text }) => text),
      ["Not sent", "true", "false"],
    );
    assert.deepEqual(
      second?.all("option").map(({ text }) => text),
      ["Choose…", "x", "y"],
    );
    enter(first ?? assert.fail(), "1", "change");
    enter(second ?? assert.fail(), "1", "change");
    assert.deepEqual(args(), { a: false, b: "y" });
    assert.deepEqual(
      second.all("option").map(({ text }) => text),
      ["x", "y"],
    );
    enter(first, "", "change");
    assert.deepEqual(args(), { b: "y" });
  });

  it("is a box for text and numbers, as high as its text up to twelve lines", () => {
    const { drawn, enter, args } = formOf(object({ n: { type: "integer" }, t: { type: "string" } }), { t: "1\n2" });
    const box = drawn.the("textarea");
    assert.equal(box.attributes.rows, "2");
    enter(box, Array(20).fill("x").join("\n"));
    assert.equal(box.attributes.rows, "12");
    const [number = assert.fail()] = drawn.root.all("input");
    assert.equal(number.attributes.inputMode, "decimal");
    enter(number, "12");
    assert.deepEqual((args() as { n: number }).n, 12);
    enter(number, "twelve");
    assert.deepEqual([Object(number).value, number.attributes["aria-invalid"]], ["twelve", "true"]);
  });

  it("is null where that is sent, and can be filled in again", () => {
    const { drawn, click, args } = formOf(object({ a: { type: ["string", "null"] } }), { a: "x" });
    click("a is null");
    assert.deepEqual([args(), Object(drawn.the("input")).value], [{ a: null }, "null"]);
    assert.equal(drawn.the("button", "a is null").attributes["aria-pressed"], "true");
    click("a is null");
    assert.deepEqual([args(), drawn.names("textarea").length], [{}, 1]);
  });

  it("is a date on the calendar, with its time in a box of its own", () => {
    const { drawn, enter, args } = formOf(
      object({ d: { type: "string", format: "date" }, t: { type: "string", format: "date-time" } }),
      { d: "2026-01-02", t: "2026-01-02T03:04:05Z" },
    );
    const [day, time, clock] = drawn.root.all("input");
    assert.deepEqual(
      [day, time, clock].map((one) => one?.attributes.type),
      ["date", "text", "datetime-local"],
    );
    enter(day ?? assert.fail(), "2026-01-03");
    enter(clock ?? assert.fail(), "");
    assert.deepEqual(args(), { d: "2026-01-03", t: "2026-01-02T03:04:05Z" });
    enter(time ?? assert.fail(), "2027-01-01T00:00:00Z");
    assert.deepEqual(args(), { d: "2026-01-03", t: "2027-01-01T00:00:00Z" });
  });
});

describe("the items of a list", () => {
  const numbers = object({ l: { type: "array", items: { type: "integer" }, maxItems: 3 } });

  it("are added up to the most that there may be, moved up and removed", () => {
    const { click, args, drawn } = formOf(numbers, { l: [1, 2] });
    click("Add item to l");
    assert.deepEqual(args(), { l: [1, 2, 0] });
    assert.ok(!drawn.names("button").includes("Add item to l"));
    click("Move l 2 up");
    assert.deepEqual(args(), { l: [2, 1, 0] });
    click("Remove l 1");
    assert.deepEqual(args(), { l: [1, 0] });
    assert.ok(!drawn.names("button").includes("Move l 1 up"));
  });

  it("begin with a value of their kind", () => {
    const first = (items: object) => {
      const { click, args } = formOf(object({ l: { type: "array", items } }), { l: [] });
      click("Add item to l");
      return (args() as { l: unknown[] }).l[0];
    };
    assert.deepEqual(
      [{ type: "string" }, { type: "boolean" }, { type: ["string", "null"] }, {}, { type: "number" }].map(first),
      ["", false, null, null, 0],
    );
  });

  it("are chosen where there are only a few to choose from", () => {
    const schema = object({ l: { type: "array", items: { enum: ["a", "b"] } } });
    const { drawn, enter, args } = formOf(schema, { l: ["b"] });
    const boxes = drawn.root.all("input");
    assert.deepEqual(
      boxes.map((box) => Object(box).checked),
      [false, true],
    );
    enter(boxes[0] ?? assert.fail(), true, "change");
    assert.deepEqual(args(), { l: ["b", "a"] });
    enter(boxes[1] ?? assert.fail(), false, "change");
    assert.deepEqual(args(), { l: ["a"] });
    assert.equal(formOf(schema, { l: ["a", "a"] }).drawn.root.all("select").length, 2, "one that is there twice");
  });

  it("are drawn fifty at a time", () => {
    const { drawn, click } = formOf(object({ l: { type: "array", items: { type: "integer" } } }), {
      l: Array(60).fill(1),
    });
    assert.equal(drawn.root.all("input").length, 50);
    click("Show 10 more of 60 items");
    assert.equal(drawn.root.all("input").length, 60);
  });
});

describe("a value of several forms", () => {
  it("is first a choice, then the fields of what was chosen", () => {
    const oneOf = [
      object({ page: { type: "string" } }, { title: "Page", required: ["page"] }),
      object({ row: { type: "integer" } }, { title: "Row", required: ["row"] }),
    ];
    const { drawn, enter, args } = formOf(object({ where: { oneOf } }), { where: { row: 1 } });
    const choice = drawn.the("select", "Form of where");
    assert.deepEqual([Object(choice).value, drawn.names("option")], ["1", ["Page", "Row"]]);
    enter(choice, "0", "change");
    assert.deepEqual(args(), { where: {} });
    assert.ok(drawn.names("label").includes("page*"));
    enter(choice, "", "change");
    assert.equal(drawn.the("select", "Form of where"), choice, "no form is no choice");
  });

  it("is JSON where its field cannot show it", () => {
    const { drawn } = formOf(object({ n: { type: "integer" } }), { n: { a: 1 } });
    assert.match(drawn.text, /This value does not fit; it is shown as JSON/);
    assert.match(String(Object(drawn.the("textarea")).value), /"a": ?1/);
  });
});
