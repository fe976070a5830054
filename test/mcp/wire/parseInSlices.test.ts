import assert from "node:assert/strict";
import { isLarge, parseInSlices } from "../../../src/mcp/wire/parseInSlices";

const parsed = (text: string) => parseInSlices(Buffer.from(text));
const same = async (value: unknown) => assert.deepEqual(await parsed(JSON.stringify(value)), value);
const long = "0123456789abcdef".repeat(40_000); // 640 KB

describe("JSON that is parsed in turns", () => {
  const values: [what: string, value: unknown][] = [
    ["a small value", { a: [1, "b", null] }],
    ["a long text", long],
    ["a long text of characters of several bytes", "ü€😀".repeat(150_000)],
    ["a long text of escapes", '"\\\n\u0001'.repeat(300_000)],
    ["a long text of backslashes", "\\".repeat(1_500_000)],
    ["many small entries", Array.from({ length: 50_000 }, (_, id) => ({ id, name: `row, ${id} "]}`, at: [id] }))],
    ["many small members", Object.fromEntries(Array.from({ length: 50_000 }, (_, id) => [`k${id}`, { id }]))],
    ["large among small", { a: 1, b: long, c: [2, long, 3, [long], 4], d: { e: { f: long } }, g: "" }],
    ["large ones first and last", [long, 1, 2, long]],
    ["empty ones", [long, {}, [], ""]],
    ["numbers", Array.from({ length: 200_000 }, (_, id) => id / 3)],
  ];
  for (const [what, value] of values) it(`is the same: ${what}`, () => same(value)).timeout(20_000);

  const slice = 256 * 1024;
  const acrossTheCut = ["ü", "€", "😀", '"', "\n", "\\", "\\\\\\", "\u0001", "\u0001\u0001", '\\"\\"', "\\u0041"];
  it("is the same wherever a long text is cut", async () => {
    for (const signs of acrossTheCut)
      for (let before = 0; before <= 14; before++) {
        // The quote before it is not counted: a slice begins with the first character.
        const value = `${"a".repeat(slice - before)}${signs}${"b".repeat(slice)}${signs}c`;
        await same(value);
        await same([value, signs]);
      }
  }).timeout(20_000);

  it("is the same wherever the members of a list or an object are cut", async () => {
    const part = 64 * 1024;
    for (let less = -3; less <= 3; less++) {
      const long = "x".repeat(part - less);
      await same([long, 1, 2, long, long, 3]);
      await same([[long], 1, { a: long }, long.slice(10), 2, 3]);
      await same({ a: long, b: [1, 2], c: { d: long, e: long }, f: 1 });
      await same(Array.from({ length: 3 }, (_, at) => [at, long.slice(20)]));
    }
  });

  it("may be nested as deeply as is walked through, and deeper", async () => {
    for (const depth of [30, 31, 32, 33, 34, 60]) {
      const nested = Array.from({ length: depth }).reduce<unknown>((inner) => [inner, 1], long);
      await same(nested);
    }
  });

  it("is read in turns from more than a mebibyte on", () => {
    assert.deepEqual(
      [1024 * 1024, 1024 * 1024 + 1].map((size) => isLarge(Buffer.alloc(size))),
      [false, true],
    );
  });

  it("may hold spaces anywhere", async () => {
    const value = { a: [1, { b: long }], c: long };
    assert.deepEqual(await parsed(` \n${JSON.stringify(value, undefined, 2)}\r\n`), value);
  });

  it("takes a name that means something to objects for a name", async () => {
    const value = await parsed(`{"__proto__": {"a": 1}, "b": "${long}"}`);
    assert.ok(typeof value === "object" && value !== null);
    assert.deepEqual(Object.keys(value), ["__proto__", "b"]);
    assert.ok(!("a" in value));
  });

  const wrong = [
    `["${long}",]`,
    `["${long}",,1]`,
    `["${long}" 1]`,
    `["${long}"`,
    `{"a": "${long}", }`,
    `{"a" "${long}"}`,
    `{a: "${long}"}`,
    `"${long}" "${long}"`,
    `["${long}\\"]`,
    `[1}, "${long}"]`,
    `["${long}", ]`,
    `[1, "${long}", \n]`,
    `[${"1,".repeat(400_000)}]`,
    `{"a": [${"1,".repeat(400_000)} ]}`,
    ...[0, 1, 2, 3].map((at) => `["${long}${"a".repeat(at)}\tb"]`),
    ...[0, 1, 2, 3].map((at) => `["\u0001${"a".repeat(at)}${long}"]`),
  ];
  for (const text of wrong)
    it(`refuses ${text.replaceAll(long, "…").replace(/(1,){9,}/, "1,…")}`, () =>
      assert.rejects(parsed(text), { name: "SyntaxError" }));

  it("lets others have their turns", async () => {
    let turns = 0;
    let over = false;
    const count = () => {
      turns++;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    await parsed(JSON.stringify(Array.from({ length: 300_000 }, (_, id) => ({ id, name: `row ${id}` }))));
    over = true;
    assert.ok(turns > 3, `${turns} turns`);
  }).timeout(20_000);
});
