import assert from "node:assert/strict";
import { ExactInteger, withNumbers } from "../../../../src/core/kernel/json/exactInteger";
import { parseJson, toJson } from "../../../../src/core/kernel/json/exactJson";
import { safeJson } from "../../../../src/core/kernel/redact";

describe("JSON with integers beyond 2^53", () => {
  const texts = [
    '{"id":725653563933458432}',
    '{"id":-725653563933458433,"s":"725653563933458433","list":[9007199254740993,18446744073709551615,1]}',
    "[123456789012345678901234567890]",
    '{"a \\" 9007199254740993":"\\\\","b":9007199254740993}',
    "9007199254740993",
  ];
  for (const text of texts) it(`keeps every digit: ${text}`, () => assert.equal(toJson(parseJson(text)), text));

  it("gives plain numbers where they hold every digit, as JSON.parse does", () => {
    const text =
      '{"a":9007199254740992,"b":1.2345678901234567890,"c":12345678901234567e3,"d":"9007199254740993","e":1000000000000000}';
    assert.deepEqual(parseJson(text), JSON.parse(text));
  });

  for (const text of ["{9007199254740993:1}", "09007199254740993", "9007199254740993x", '{"a":9007199254740993', "-"])
    it(`refuses what is not JSON: ${text}`, () => assert.throws(() => parseJson(text), SyntaxError));

  it("keeps a name of __proto__, and the last of equal names", () => {
    const value = parseJson('{"__proto__":9007199254740993,"a":1,"a":9007199254740993}');
    assert.equal(toJson(value), '{"__proto__":9007199254740993,"a":9007199254740993}');
  });

  it("reads what is nested too deeply for more than JSON.parse", () => {
    const deep = `${"[".repeat(100_000)}9007199254740993${"]".repeat(100_000)}`;
    assert.doesNotThrow(() => parseJson(deep));
  });

  it("writes bigints, and indents", () => {
    assert.equal(toJson({ id: 9007199254740993n }), '{"id":9007199254740993}');
    assert.equal(toJson(parseJson('{"id":9007199254740993}'), 2), '{\n  "id": 9007199254740993\n}');
    assert.equal(toJson(undefined), undefined);
    const circle: Record<string, unknown> = { id: 1n };
    circle.self = circle;
    assert.throws(() => toJson(circle), TypeError);
  });

  it("compares as the integer that it is, and never fails JSON.stringify", () => {
    const id = new ExactInteger("9007199254740993");
    assert.ok(id.valueOf() === 9007199254740993n && `${id}` === "9007199254740993");
    assert.match(JSON.stringify({ id }), /9007199254740993/);
  });

  it("gives rounded numbers to code that knows no others, and leaves everything else as it is", () => {
    const plain = { a: [1, { b: "x" }] };
    assert.equal(withNumbers(plain), plain);
    assert.deepEqual(withNumbers(parseJson('{"a":[9007199254740993],"b":{"c":1}}')), {
      a: [9007199254740992],
      b: { c: 1 },
    });
    const kept = withNumbers(parseJson('{"data":9007199254740993,"id":9007199254740993}'), new Set(["data"]));
    assert.equal(toJson(kept), '{"data":9007199254740993,"id":9007199254740992}');
  });

  it("masks secrets that are integers", () => {
    const args = parseJson('{"password":9007199254740993,"id":9007199254740993}');
    assert.equal(safeJson(args, 1000), '{"password":"•••","id":9007199254740993}');
    assert.equal(safeJson({ token: 1n, id: 9007199254740993n }, 1000), '{"token":"•••","id":9007199254740993}');
  });
});
