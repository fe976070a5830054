import assert from "node:assert/strict";
import { safeJson, safeLine, safeText } from "../../../src/core/kernel/redact";
import { cpuMs } from "../../support/cpuMs";

describe("what may enter the stream", () => {
  const secrets = [
    `ghp_${"a1".repeat(18)}`,
    "sk-proj-abcdefghijklmnop1234",
    "xoxb-1234567890-abcdef",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "Bearer abcdef0123456789",
    "Basic dXNlcjpwYXNzd29yZA==",
    `github_pat_${"b2".repeat(12)}`,
  ];
  for (const secret of secrets)
    it(`not ${secret.slice(0, 6)}…`, () => {
      assert.ok(!safeText(`before ${secret} after`, 500).includes(secret));
      assert.match(safeText(`before ${secret} after`, 500), /^before .*•••.* after$/);
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

  it("no control characters, no direction marks", () =>
    assert.equal(safeText("a\u001b[31mb\u0007c\u202ed\u0000", 50), "a\ufffd[31mb\ufffdc\ufffdd\ufffd"));

  it("line feeds and tabs stay, and a line is one line", () => {
    assert.equal(safeText("a\r\nb\tc", 50), "a\nb\tc");
    assert.equal(safeLine(" a\n b\tc "), "a b c");
  });

  it("says how much was cut", () => assert.equal(safeText("x".repeat(15), 10), "xxxxxxxxxx… (5 more characters)"));

  it("a value that JSON cannot say is empty", () => assert.equal(safeJson(undefined, 10), ""));

  it("is quick on a 50 MB text", () => {
    const ms = cpuMs(() => {
      safeText("a".repeat(50_000_000), 1000);
      safeJson({ text: "a".repeat(50_000_000) }, 1000);
    });
    assert.ok(ms < 500, `${ms} ms`);
  });
});
