import assert from "node:assert/strict";
import type { Template } from "../../../src/core/registry/offer";
import { filled, placesIn, refersToMachine, templateOf } from "../../../src/core/registry/template";

const a = { field: "A" };

describe("a text with fields", () => {
  const rows: [text: string, template: Template][] = [
    ["", [""]],
    ["x", ["x"]],
    ["{a}", [a]],
    ["${a}", [a]],
    ["x{a}", ["x", a]],
    ["{a}x", [a, "x"]],
    ["x{a}{a}y", ["x", a, a, "y"]],
    ["{b}{a}", ["{b}", a]],
    ["{1}{a b}", ["{1}{a b}"]],
  ];
  for (const [text, template] of rows)
    it(`${JSON.stringify(text)} has ${template.length} parts`, () =>
      assert.deepEqual(
        templateOf(text, (name) => (name === "a" ? "A" : undefined)),
        template,
      ));

  it("has names of up to 64 characters", () => {
    assert.deepEqual(placesIn(`{a}$\{b.c-1}{${"d".repeat(64)}}{${"e".repeat(65)}}`), ["a", "b.c-1", "d".repeat(64)]);
  });

  it("is filled once all of its fields have values", () => {
    const value = (name: string) => (name === "A" ? "1" : undefined);
    assert.equal(filled(["x", a, "y"], value), "x1y");
    assert.equal(filled(["x", a, { field: "B" }], value), undefined);
    assert.equal(
      filled([a], () => ""),
      "",
    );
  });

  const machine: [template: Template, refers: boolean][] = [
    [["plain"], false],
    [["a$"], false],
    [["{a"], false],
    [["a$", a], true],
    [[a, "{a"], true],
    [["${env:TOKEN}"], true],
    [["${", a, "}"], true],
    [["$5 {b}"], false],
  ];
  for (const [template, refers] of machine)
    it(`${refers ? "refers" : "does not refer"} to this machine: ${JSON.stringify(template)}`, () =>
      assert.equal(refersToMachine(template), refers));
});
