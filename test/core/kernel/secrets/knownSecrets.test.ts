import assert from "node:assert/strict";
import { HubError } from "../../../../src/core/kernel/hubError";
import {
  safeData,
  safeJson,
  safeLine,
  safeText,
  withoutSecrets,
  withoutSecretsIn,
  withoutSecretsInJson,
} from "../../../../src/core/kernel/redact";
import { KnownSecrets, knownSecrets } from "../../../../src/core/kernel/secrets/knownSecrets";
import { secretForms } from "../../../../src/core/kernel/secrets/secretForms";
import { usePatterns, withoutPattern } from "../../../../src/core/kernel/secrets/secretPatterns";
import { randomFrom } from "../../../faults/randomFrom";
import { cpuRatio } from "../../../support/cpuMs";

const mask = "•••";
const alphabet = `abcXYZ019 /+=&%"'\\\n\tüß€🔑-_.`;

/** Any texts, the same for the same seed. */
function texts(seed: number) {
  const random = randomFrom(seed);
  const characters = [...alphabet];
  const number = (below: number) => Math.floor(random() * below);
  return {
    number,
    of: (length: number) => Array.from({ length }, () => characters[number(characters.length)]).join(""),
  };
}

/** Often enough to be measured. */
function repeated(work: () => unknown): void {
  for (let n = 0; n < 30; n++) work();
}

/** How a value may stand in a text: its encodings, alone and as part of something longer. */
const encodings: readonly [name: string, (value: string, around: string) => string][] = [
  ["as it is", (value) => value],
  ["in JSON", (value) => JSON.stringify({ a: value })],
  ["in an address", (value) => `https://example.com/?k=${encodeURIComponent(value)}`],
  ["in a form", (value) => `${new URLSearchParams({ k: value })}`],
  ["as base64", (value) => Buffer.from(value).toString("base64")],
  ["as base64 for addresses", (value) => Buffer.from(value).toString("base64url")],
  ["in the base64 of something longer", (value, around) => Buffer.from(around + value + around).toString("base64")],
];

describe("the secrets that the hub has resolved", () => {
  afterEach(() => knownSecrets.clear());

  it("leave no text, however they are encoded and whatever stands around them", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { of, number } = texts(seed);
      const known = new KnownSecrets();
      const values = Array.from({ length: 1 + number(20) }, () => of(6 + number(40)).trim()).filter(
        ({ length }) => length >= 6,
      );
      known.add(values);
      for (const value of values)
        for (const [name, encode] of encodings) {
          const text = `${of(number(30))}${encode(value, of(number(4)))}${of(number(30))}`;
          const masked = known.masked(text, mask);
          for (const form of values.flatMap(secretForms))
            assert.ok(!masked.includes(form), `seed ${seed}, ${name}: ${JSON.stringify([value, text, masked])}`);
          assert.ok(masked.includes(mask), `seed ${seed}, ${name}: ${JSON.stringify([value, text, masked])}`);
          assert.equal(known.masked(masked, mask), masked);
        }
    }
  });

  it("change no text that does not contain them", () => {
    const known = new KnownSecrets();
    known.add(Array.from({ length: 200 }, (_, n) => `secret-${n}-${n * 7919}!`));
    for (let seed = 1; seed <= 200; seed++) {
      const text = texts(seed).of(500);
      assert.equal(known.masked(text, mask), text);
    }
  });

  it("are masked where one is a part of another, and line by line where one has lines", () => {
    const known = new KnownSecrets();
    known.add(["abcdef", "abcdefghij", "first line\r\nsecond line", "short"]);
    const mine = (text: string) => known.masked(text, mask);
    assert.equal(mine("abcdefghij abcdefg"), `${mask} ${mask}g`);
    assert.equal(mine("> second line <"), `> ${mask} <`);
    assert.equal(mine("abcdef"), mask);
    assert.equal(mine("short"), "short");
    assert.equal(mine("abcde"), "abcde");
  });

  it("are at most a thousand: the ones that were resolved longest ago go first", () => {
    const known = new KnownSecrets();
    known.add(["the-oldest", "used-again"]);
    known.add(Array.from({ length: 998 }, (_, n) => `value-${n}-x`));
    known.add(["used-again"]);
    known.add(["one-more!"]);
    assert.equal(known.masked("the-oldest used-again value-0-x one-more!", mask), `the-oldest ${mask} ${mask} ${mask}`);
  });

  it("cost about as much for a thousand values as for one", () => {
    const text = texts(7).of(20_000);
    const [one, many] = [new KnownSecrets(), new KnownSecrets()];
    one.add(["just one value"]);
    many.add(Array.from({ length: 1000 }, (_, n) => `value ${n} ${(n * 7919) % 1000}`));
    for (const known of [one, many]) known.masked(text, mask);
    const ratio = cpuRatio(
      () => repeated(() => many.masked(text, mask)),
      () => repeated(() => one.masked(text, mask)),
    );
    assert.ok(ratio < 30, `${ratio}`);
  });

  it("are masked by everything that cleans a text", () => {
    knownSecrets.add(["planted value", "12345678"]);
    const text = `with planted value in it`;
    assert.equal(safeText(text, 100), `with ${mask} in it`);
    assert.equal(safeText(`${"x".repeat(90)} planted value`, 95), `${"x".repeat(90)} ${mask}… (9 more characters)`);
    assert.equal(safeLine(text), `with ${mask} in it`);
    assert.equal(safeJson({ a: text, b: [text] }, 100), `{"a":"with ${mask} in it","b":["with ${mask} in it"]}`);
    assert.deepEqual(safeData({ a: [text] }, 1000)?.data, { a: [`with ${mask} in it`] });
    assert.equal(withoutSecrets(text), `with ${mask} in it`);
    const json = `{"12345678":"\\n12345678","a":"${text}","n":12345678901234567890}`;
    assert.equal(
      withoutSecretsInJson(json),
      `{"${mask}":"\\n${mask}","a":"with ${mask} in it","n":12345678901234567890}`,
    );
    assert.equal(withoutSecretsInJson('{"n":1234567}'), '{"n":1234567}');
    const error = new HubError("server-error", text, { retryAfterMs: 5 });
    const masked = withoutSecretsIn(error);
    assert.deepEqual([masked.message, masked.code, masked.retryAfterMs], [`with ${mask} in it`, "server-error", 5]);
    const other = new HubError("server-error", "nothing");
    assert.equal(withoutSecretsIn(other), other);
  });
});

describe("the patterns of mcpHub.redact", () => {
  const rows: [pattern: string, text: string, masked: string][] = [
    ["EMP-*", 'id EMP-12/3 "EMP-4", EMP-', `id ${mask} "${mask}", ${mask}`],
    ["Nightfall", "NightfallNightfall nightfall", `${mask}${mask} nightfall`],
    ["key=*;", "key=abc; key=d e; key=;", `${mask} key=d e; ${mask}`],
    ["acc-*-*", "acc-12 acc-1-2 acc--", `acc-12 ${mask} ${mask}`],
    ["abc*", `abc${"x".repeat(300)}`, `${mask}${"x".repeat(100)}`],
    ["*abc", "xabc", "xabc"],
  ];
  for (const [pattern, text, masked] of rows)
    it(`${JSON.stringify(pattern)} masks ${JSON.stringify(text.slice(0, 40))} as ${JSON.stringify(masked.slice(0, 40))}`, () =>
      assert.equal(withoutPattern(text, pattern, mask), masked));

  it("are found while a text is said about the settings that they are read from", () => {
    const patterns = usePatterns(() => {
      safeText("A setting is wrong.", 100);
      return ["EMP-*"];
    });
    try {
      assert.equal(safeText("is EMP-12", 100), `is ${mask}`);
    } finally {
      patterns.dispose();
    }
  });

  it("are used as long as somebody needs them", () => {
    const patterns = usePatterns(() => ["EMP-*"]);
    assert.equal(safeText("is EMP-12", 100), `is ${mask}`);
    patterns.dispose();
    assert.equal(safeText("is EMP-12", 100), "is EMP-12");
  });

  it("are all used where several have some", () => {
    const lists = [["EMP-*"], [], ["acc-*"]];
    const sources = lists.map((list) => usePatterns(() => list));
    assert.equal(safeText("EMP-12 acc-3", 100), `${mask} ${mask}`);
    assert.deepEqual(lists, [["EMP-*"], [], ["acc-*"]]);
    for (const source of sources) source.dispose();
  });

  it("do not become slow where a text nearly matches everywhere", () => {
    const pattern = "aaa*a*a*a*b";
    const [short, long] = ["a".repeat(2_000), "a".repeat(20_000)];
    const ratio = cpuRatio(
      () => repeated(() => withoutPattern(long, pattern, mask)),
      () => repeated(() => withoutPattern(short, pattern, mask)),
    );
    assert.ok(ratio < 60, `${ratio}`);
  });
});
