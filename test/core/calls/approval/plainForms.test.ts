import assert from "node:assert/strict";
import { folded, isTricky, numberForm, plainForms } from "../../../../src/core/calls/approval/rules/plainForms";

/** A text, percent-encoded so many times. */
const encoded = (text: string, times: number): string => {
  let now = [...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join("");
  for (let round = 1; round < times; round++) now = now.replaceAll("%", "%25");
  return now;
};

describe("a number in a rule", () => {
  for (const [text, number] of [
    ["1000", "1000"],
    ["1e3", "1000"],
    ["1000.0", "1000"],
    [" +5 ", "5"],
    ["-7", "-7"],
    ["-0", "0"],
    ["007", "7"],
    ["1.50", "1.5"],
    ["0x10", "16"],
    ["9007199254740993", "9007199254740993"],
    ["", undefined],
    [" ", undefined],
    ["abc", undefined],
    ["1e400", undefined],
    ["Infinity", undefined],
  ] as const)
    it(`is ${number} where it says "${text}"`, () => assert.equal(numberForm(text), number));

  it("has at most 400 characters", () => {
    assert.equal(numberForm("1".repeat(400)), "1".repeat(400));
    assert.equal(numberForm("1".repeat(401)), undefined);
  });
});

describe("a text that may mean something else than it says", () => {
  for (const text of [
    ...["..", "a/../b", "a\\..\\b", "...", ". .", "a/.. /b", "a\u200bb"],
    ...[1, 2, 3, 4].map((times) => encoded("..", times)),
    encoded("A", 4),
  ])
    it(`is ${JSON.stringify(text)}`, () => assert.equal(isTricky(text), true));
  for (const text of ["", ".", "a/./b", "a..", "..a", "hello world", "100%", encoded("A", 3), "%ff%fe"])
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(isTricky(text), false));
});

describe("a text as it compares", () => {
  it("has no letters of another size or width, and nothing hidden", () =>
    assert.equal(folded(" \uff21\u200bBc "), "abc"));

  for (const [text, ...forms] of [
    ["1e3", "1e3", "1000"],
    ["/a/./b/../c", "/a/c", "/a/c/"],
    ["/a//b/", "/a/b", "/a/b/"],
    ["a/../../b", "/b", "/b/"],
    ["a/../b", "b", "b/"],
    ["/../b", "/b"],
    ["./x", "x", "x/"],
    ["C:\\Users\\X", "c:/users/x"],
    ["\\\\?\\C:\\X", "c:/x"],
    ["/C:/x", "c:/x"],
    ["file:///etc/passwd", "/etc/passwd"],
    ["file://localhost/etc", "/etc"],
    ["dir/name::$DATA", "dir/name"],
    ["dir/name. .", "dir/name"],
    ["dir/. ./x", "x"],
    ["name.", "name"],
    [encoded("..", 1), ".."],
    [encoded("/a/b", 3), "/a/b", "/a/b/"],
    ["%41%ff", "a%ff"],
    ["HTTPS://User@Example.com.:443/a%2Fb", "https://example.com/a/b"],
    ["http://example.com:8080/X?q=1", "http://example.com:8080/x?q=1"],
  ] as const)
    it(`has ${forms.join(", ")} among the forms of ${text}`, () => {
      const found = plainForms(text);
      for (const form of forms) assert.ok(found.has(form), [...found].join(", "));
    });

  it("has no other forms where it says only what it says", () => {
    assert.deepEqual([...plainForms("plain text")], ["plain text"]);
    assert.deepEqual([...plainForms("/")], ["/"]);
    assert.deepEqual([...plainForms("mailto:a@b.example")], ["mailto:a@b.example"]);
    assert.deepEqual([...plainForms(encoded("x", 4))].at(-1), "%78");
  });
});
