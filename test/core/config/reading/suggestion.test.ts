import assert from "node:assert/strict";
import { meantKey, suggestion, typos, unknownKey } from "../../../../src/core/config/reading/unknownKey";

const known = ["type", "command", "args", "cwd", "env", "envFile", "url", "headers", "enabled", "label"];

const rows: [written: string, meant: string | undefined][] = [
  ["cmd", "command"],
  ["Command", "command"],
  ["comand", "command"],
  ["commmand", "command"],
  ["commnad", "command"],
  ["workingDirectory", "cwd"],
  ["serverUrl", "url"],
  ["env_file", "envFile"],
  ["transportType", "type"],
  ["agrs", "args"],
  ["argz", "args"],
  ["dev", undefined],
  ["timeout", undefined],
  ["autoApprove", undefined],
  ["constructor", undefined],
  ["x".repeat(100_000), undefined],
];

describe("guessing which key was meant", () => {
  for (const [written, meant] of rows)
    it(`${written.slice(0, 20)} → ${meant}`, () => assert.equal(suggestion(written, known), meant));
});

describe("the words that people and other apps use", () => {
  const words: Readonly<Record<string, string>> = {
    command: "cmd exec executable program",
    args: "arg argv arguments",
    env: "environment envs",
    envFile: "env_file",
    cwd: "dir directory workdir workingDirectory",
    url: "address endpoint httpUrl serverUrl uri",
    headers: "http_headers",
    type: "transport transportType",
    enabled: "disabled active",
    label: "displayName name title",
  };
  for (const [key, others] of Object.entries(words))
    it(`stand for "${key}", as far as that is known: ${others}`, () => {
      for (const word of others.split(" ")) {
        assert.equal(suggestion(word, known), key, word);
        assert.equal(suggestion(word, []), undefined, word);
      }
    });
});

describe("counting typing mistakes", () => {
  const pairs: [from: string, to: string, most: number, count: number][] = [
    ["abc", "abc", 2, 0],
    ["abc", "abd", 2, 1],
    ["abc", "ab", 2, 1],
    ["ab", "abc", 2, 1],
    ["abc", "acb", 2, 1],
    ["abcd", "badc", 2, 2],
    ["ca", "abc", 3, 3],
    ["abc", "xyz", 3, 3],
    ["abc", "", 3, 3],
    ["abcdef", "abc", 2, 3],
  ];
  for (const [from, to, most, count] of pairs)
    it(`${from} → ${to}: ${count}`, () => assert.equal(typos(from, to, most), count));

  it("allows one in a short word and two in a longer one", () => {
    assert.deepEqual(
      [
        suggestion("arxx", ["args"]),
        suggestion("argx", ["args"]),
        suggestion("argxx", ["args"]),
        suggestion("argxxx", ["args"]),
      ],
      [undefined, "args", "args", undefined],
    );
    assert.equal(suggestion("abxd", ["abcx", "abcd"]), "abcd", "the closest one");
  });
});

describe("a key that does not belong there", () => {
  const entry = (value: object) => new Map<string, unknown>(Object.entries(value));
  const found: [key: string, entry: object, severity: string, says: RegExp][] = [
    ["disabled", { disabled: true }, "error", /Write "enabled": false instead/],
    ["disabled", { disabled: false }, "error", /Write "enabled": true instead/],
    ["headers", { command: "a" }, "error", /belongs to a server with "url"/],
    ["args", { url: "a" }, "error", /belongs to a server with "command"/],
    ["cmd", { url: "a" }, "error", /Did you mean "command"\?/],
    ["cmd", { command: "a" }, "warning", /has no effect/],
    ["title", {}, "warning", /has no effect/],
    ["gallery", {}, "warning", /has no effect/],
    ["whatever", {}, "warning", /has no effect/],
  ];
  for (const [key, value, severity, says] of found)
    it(`${key} in ${JSON.stringify(value)} is ${severity === "error" ? "an error" : "a warning"}`, () => {
      const finding = unknownKey(key, entry(value));
      assert.deepEqual([finding.path, finding.severity], [[key], severity]);
      assert.match(finding.message, says);
    });

  it("is guessed only where it is not known", () =>
    assert.deepEqual(
      [meantKey("cmd"), meantKey("command"), meantKey("gallery"), meantKey("zzz")],
      ["command", undefined, undefined, undefined],
    ));
});
