import assert from "node:assert/strict";
import { safeData, safeJson, safeLine, safeText, secretSpan } from "../../../src/core/kernel/redact";
import { cpuRatio } from "../../support/cpuMs";
import { plainNames, secretNames, secretShapes } from "../../support/secretShapes";

describe("what may enter the stream", () => {
  for (const [kind, secret] of secretShapes) {
    it(`not a ${kind}`, () => {
      assert.equal(safeText(`before ${secret} after`, 500), "before ••• after");
      assert.equal(safeText(secret, 500), "•••");
      assert.equal(safeText(`before ${secret.toUpperCase()} after`, 500), "before ••• after");
      assert.equal(safeLine(`a\n${secret}\tb`), "a ••• b");
      assert.equal(safeJson({ text: secret, list: [secret] }, 500), '{"text":"•••","list":["•••"]}');
      assert.deepEqual(safeData({ text: `x ${secret}` }, 500)?.data, { text: "x •••" });
      const { from, to } = secretSpan(`before ${secret}, after`) ?? { from: 0, to: 0 };
      assert.equal(`before ${secret}, after`.slice(from, to), secret.replace(/^(Bearer|Basic) /, ""));
    });
  }

  it("words that only resemble a secret", () => {
    const words = "ghp_short sk-short xoxb-1 AKIA123 eyJ.a.b bearer of news basic idea github_pat_x";
    assert.equal(safeText(words, 500), words);
    assert.equal(secretSpan(words), undefined);
  });

  for (const name of secretNames)
    it(`not the value of ${name}`, () => {
      assert.equal(safeJson({ [name]: "k1", user: "u" }, 500), JSON.stringify({ [name]: "•••", user: "u" }));
      assert.equal(safeJson({ a: [{ [name]: 17 }] }, 500), JSON.stringify({ a: [{ [name]: "•••" }] }));
      assert.deepEqual(safeData({ a: { [name]: "k1" } }, 500)?.data, { a: { [name]: "•••" } });
    });

  it("the values of other names", () => {
    const value = Object.fromEntries(plainNames.map((name) => [name, "v"]));
    assert.equal(safeJson({ value }, 500), JSON.stringify({ value }));
    assert.deepEqual(safeData({ value }, 500)?.data, { value });
  });

  it("not a secret that the cut would halve", () => {
    const text = `${"x".repeat(90)} ghp_${"a".repeat(36)}`;
    for (let limit = 85; limit < 135; limit++) assert.ok(!safeText(text, limit).includes("ghp_"), `cut at ${limit}`);
    assert.ok(!safeJson({ text }, 100).includes("ghp_"));
  });

  it("not the values of secret names, however deep", () => {
    const json = safeJson(
      { a: [{ api_key: "k1", Authorization: "k2", nested: { client_secret: "k3" } }], user: "u" },
      500,
    );
    assert.ok(!/k1|k2|k3/.test(json));
    assert.ok(json.includes('"user":"u"'));
    assert.equal(
      safeJson({ user: "u", password: "k4", pin: 5, token: 6 }, 500),
      '{"user":"u","password":"•••","pin":5,"token":"•••"}',
    );
  });

  it("no control characters, no direction marks", () => {
    assert.equal(safeText("a\u001b[31mb\u0007c\u202ed\u0000", 50), "a\ufffd[31mb\ufffdc\ufffdd\ufffd");
    const ranges = ["\u0000\u0008", "\u000b\u000c", "\u000e\u001f", "\u007f\u009f", "\u200b\u200f", "\u2028\u202e"];
    for (const characters of [...ranges, "\u2060\u2069", "\ufeff\ufeff"])
      assert.equal(safeText(`a${characters}b`, 50), "a\ufffdb", JSON.stringify(characters));
    assert.equal(safeText("a b~\u00a0\u200a\u2010\u2027\u202f\u205f", 50), "a b~\u00a0\u200a\u2010\u2027\u202f\u205f");
  });

  it("line feeds and tabs stay, and a line is one line", () => {
    assert.equal(safeText("a\r\nb\tc", 50), "a\nb\tc");
    assert.equal(safeLine(" a\n b\tc "), "a b c");
  });

  it("says how much was cut", () => assert.equal(safeText("x".repeat(15), 10), "xxxxxxxxxx… (5 more characters)"));

  it("data no larger than the limit, and none that is nested too deep", () => {
    assert.equal(safeData({ a: "x".repeat(100) }, 105)?.characters, 105);
    assert.equal(safeData({ a: "x".repeat(100) }, 104), undefined);
    const nested = (depth: number): unknown => (depth === 0 ? "leaf" : [nested(depth - 1)]);
    assert.deepEqual(safeData(nested(100), 1000)?.data, nested(100));
    assert.equal(safeData(nested(101), 1000), undefined);
  });

  it("a value that JSON cannot say is empty", () => assert.equal(safeJson(undefined, 10), ""));

  it("is quick on a 50 MB text", () => {
    const text = Buffer.alloc(50_000_000, "a").toString("latin1");
    const ratio = cpuRatio(
      () => [safeText(text, 1000), safeJson({ text }, 1000)],
      () => JSON.stringify(text),
    );
    assert.ok(ratio < 1, `${ratio} times what it takes to write the text as JSON once`);
  });
});
