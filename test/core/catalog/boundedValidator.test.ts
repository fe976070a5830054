import assert from "node:assert/strict";
import { checkArguments } from "../../../src/core/catalog/checkArguments";

describe("the check of arguments", () => {
  const judged = (schema: object, args: Record<string, unknown>) => {
    const check = checkArguments({ type: "object", ...schema }, args);
    return check.ok ? (check.unchecked === undefined ? "fits" : "unchecked") : "refused";
  };

  it("compares the items of a list with each other, as long as that takes no more than 100,000 comparisons", () => {
    const schema = { properties: { l: { type: "array", uniqueItems: true } } };
    const same = (count: number) => ({ l: new Array<number>(count).fill(7) });
    assert.equal(judged(schema, same(315)), "refused"); // 315 items of 317 values
    assert.equal(judged(schema, same(316)), "unchecked");
    assert.equal(judged({ properties: { l: { type: "array", maxItems: 1 } } }, same(316)), "refused");
  });

  it("counts the names of a schema each time that it is applied", () => {
    const properties = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`p${n}`, {}]));
    const schema = { properties: { l: { type: "array", items: { type: "object", properties } } } };
    const list = (count: number, item: unknown) => ({ l: new Array<unknown>(count).fill(item) });
    assert.equal(judged(schema, list(10, 7)), "refused");
    assert.equal(judged(schema, list(1500, 7)), "unchecked");
    const required = Object.keys(properties);
    assert.equal(judged({ properties: { l: { items: { required } } } }, list(1500, 7)), "unchecked");
    const values = Array.from({ length: 10_000 }, (_, n) => n);
    assert.equal(judged({ properties: { l: { items: { enum: values } } } }, list(60, 1)), "unchecked");
  });

  it("is left out, each time, where reading the schema alone takes too much work", () => {
    const properties = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`p${n}`, { type: "string" }]));
    const schema = { type: "object", properties, minProperties: 1 };
    for (let time = 0; time < 2; time++)
      assert.deepEqual(checkArguments(schema, { p0: 7 }), { ok: true, unchecked: "it would take too much work" });
  });

  it("counts the names of the widest object each time", () => {
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`p${n}`, 1]));
    const schema = { properties: { l: { type: "array", items: { type: "string" } } } };
    const list = new Array<number>(60).fill(7);
    assert.equal(judged(schema, { l: list }), "refused");
    assert.equal(judged(schema, { l: list, wide }), "unchecked");
  });
});
