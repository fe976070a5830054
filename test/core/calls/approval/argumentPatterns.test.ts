import assert from "node:assert/strict";
import { mayMatch, surelyMatches } from "../../../../src/core/calls/approval/rules/argumentPatterns";
import { ExactInteger } from "../../../../src/core/kernel/json/exactInteger";
import { seeded } from "../../../support/callFixture";
import { cpuRatio } from "../../../support/cpuMs";

type Args = Readonly<Record<string, unknown>>;
type Patterns = Parameters<typeof mayMatch>[0];

const etc = { path: "/etc/*" };

describe("a rule that stops a call by its arguments", () => {
  const dodges: [why: string, patterns: Patterns, args: Args][] = [
    ["as it is", etc, { path: "/etc/passwd" }],
    ["the folder itself", etc, { path: "/etc" }],
    ["a detour", etc, { path: "/safe/../etc/passwd" }],
    ["a detour over nothing", etc, { path: "/safe/.././/etc//./passwd" }],
    ["a way through it, which a link may bend", etc, { path: "/etc/link/../../tmp" }],
    ["a way up from an unknown folder", etc, { path: "../../../etc/passwd" }],
    ["backslashes", etc, { path: "\\etc\\passwd" }],
    ["backslashes and a detour", etc, { path: "/safe\\..\\etc/passwd" }],
    ["upper case", etc, { path: "/ETC/passwd" }],
    ["wide letters", etc, { path: "/\uff45tc/passwd" }],
    ["hidden letters", etc, { path: "/e\u200btc/passwd" }],
    ["percent signs", etc, { path: "/safe/%2e%2e/etc/passwd" }],
    ["percent signs twice", etc, { path: "/%252565tc/passwd" }],
    ["an address of a file", etc, { path: "file:///etc/passwd" }],
    ["an address with a host", etc, { path: "file://localhost/etc/passwd" }],
    ["an address with a percent sign", etc, { path: "file:///%65tc/passwd" }],
    ["spaces around", etc, { path: "  /etc/passwd " }],
    ["a list", etc, { path: ["/tmp/a", "/etc/passwd"] }],
    ["a list of lists", etc, { path: [["/tmp/a"], [["/etc/passwd"]]] }],
    ["an object below the name", etc, { path: { value: "/etc/passwd" } }],
    ["deeper", etc, { options: { files: [{ path: "/etc/passwd" }] } }],
    ["a name in upper case", etc, { PATH: "/etc/passwd" }],
    ["JSON in a text", etc, { input: '{"path": "/etc/passwd"}' }],
    ["JSON in a text below the name", etc, { path: '["/etc/passwd"]' }],
    ["a Windows path", { path: "C:\\Windows\\*" }, { path: "c:/windows/system32" }],
    ["a Windows path with a prefix", { path: "C:\\Windows\\*" }, { path: "\\\\?\\C:\\Windows\\x" }],
    ["dots that Windows drops", { path: "C:\\Windows\\*" }, { path: "C:\\Windows.\\x" }],
    ["a stream of a file", { path: "*/secret.txt" }, { path: "C:\\a\\secret.txt::$DATA" }],
    ["a path of names", { "options.path": "/etc/*" }, { options: { path: "/etc/passwd" } }],
    ["one that lies deeper", { "options.path": "/etc/*" }, { a: { options: { b: [{ path: "/etc/passwd" }] } } }],
    ["a name with a dot", { "options.path": "/etc/*" }, { "options.path": "/etc/passwd" }],
    ["a JSON pointer", { "/options/path": "/etc/*" }, { options: { path: "/etc/passwd" } }],
    ["a JSON pointer to another item", { "/files/0/path": "/etc/*" }, { files: [{ path: "/a" }, { path: "/etc/x" }] }],
    ["any name", { "*path": "/etc/*" }, { file_path: "/etc/passwd" }],
    ["a number", { count: 1000 }, { count: 1000 }],
    ["a number as a text", { count: 1000 }, { count: "1000" }],
    ["a number with an exponent", { count: 1000 }, { count: "1e3" }],
    ["a number with zeros", { count: 1000 }, { count: "0001000.00" }],
    ["a number in hexadecimal", { count: 1000 }, { count: "0x3e8" }],
    ["a text for a number", { count: "1000" }, { count: 1000 }],
    ["a large number", { id: "9007199254740993" }, { id: new ExactInteger("9007199254740993") }],
    ["a number beyond 2^53 with an exponent", { id: 1e21 }, { id: "1000000000000000000000" }],
    ["a truth", { force: true }, { force: true }],
    ["a truth as a text", { force: true }, { force: "TRUE" }],
    ["a site", { url: "https://evil.example/*" }, { url: "https://evil.example" }],
    ["a site with a user", { url: "https://evil.example/*" }, { url: "https://good.example@evil.example/x" }],
    ["a site with its port", { url: "https://evil.example/*" }, { url: "HTTPS://EVIL.example:443/x" }],
    ["a site with a dot", { url: "https://evil.example/*" }, { url: "https://evil.example./x" }],
    ["two arguments", { path: "/etc/*", mode: "w" }, { path: "/etc/x", mode: "W" }],
  ];
  for (const [why, patterns, args] of dodges) it(`is not dodged by ${why}`, () => assert.ok(mayMatch(patterns, args)));

  it("is not dodged by leaving an argument to its default", () => {
    assert.ok(mayMatch(etc, {}, { path: "/etc/passwd" }));
    assert.ok(!mayMatch(etc, { path: "/tmp" }, { path: "/etc/passwd" }));
  });

  const others: [why: string, patterns: Patterns, args: Args][] = [
    ["another path", etc, { path: "/tmp/etc/passwd" }],
    ["a path that begins alike", etc, { path: "/etcetera/x" }],
    ["another name", etc, { content: "/etc/passwd" }],
    ["nothing", etc, {}],
    ["only one of two", { path: "/etc/*", mode: "w" }, { path: "/etc/x", mode: "r" }],
    ["another number", { count: 1000 }, { count: 1001 }],
    ["a name at the wrong place", { "options.path": "/etc/*" }, { path: "/etc/x", options: {} }],
    ["null", etc, { path: null }],
  ];
  for (const [why, patterns, args] of others)
    it(`says nothing of ${why}`, () => assert.equal(mayMatch(patterns, args), false));

  it("takes what is too large or too deep to be looked through for a match", () => {
    let deep: unknown = "x";
    for (let level = 0; level < 5000; level++) deep = { inner: deep };
    assert.ok(mayMatch(etc, { deep }));
    assert.ok(mayMatch(etc, { path: "x".repeat(3_000_000) }));
    assert.ok(mayMatch(etc, { input: JSON.stringify(["x".repeat(2_000_000)]) }));
  });

  it("looks as deep as 100 levels before it gives up", () => {
    const nested = (levels: number): unknown => (levels === 0 ? "x" : { inner: nested(levels - 1) });
    assert.equal(mayMatch(etc, { deep: nested(99) }), false);
    assert.ok(mayMatch(etc, { deep: nested(100) }));
  });

  it("is not dodged by JSON in a long text", () => {
    const input = (path: string) => JSON.stringify({ padding: "x".repeat(500_000), path });
    assert.ok(mayMatch(etc, { input: input("/etc/passwd") }));
    assert.equal(mayMatch(etc, { input: input("/tmp/a") }), false);
    assert.ok(mayMatch(etc, { path: JSON.stringify(["x".repeat(500_000), "/etc/passwd"]) }));
  });

  for (const [what, text] of [
    ["dots", `${".".repeat(100_000)}x`],
    ["slashes", "/".repeat(100_000)],
    ["ways up", "../".repeat(33_000)],
    ["percent signs", "%25".repeat(33_000)],
    ["spaces", `${" ".repeat(100_000)}x`],
    ["letters", "etc".repeat(33_000)],
  ] as const)
    it(`is not slowed down by many ${what}`, () => {
      const ratio = cpuRatio(() => mayMatch({ path: `${"*e".repeat(50)}/*` }, { path: text }));
      assert.ok(ratio < 200, `${ratio}`);
    });
});

describe("a rule that lets a call pass by its arguments", () => {
  const work = { path: "/work/*" };
  const rows: [patterns: Patterns, args: Args, holds: boolean][] = [
    [work, { path: "/work/a" }, true],
    [work, { path: "/work/a b/c.txt" }, true],
    [work, { path: "/work/v1..2/x" }, true],
    [work, { path: ["/work/a", "/work/b"] }, true],
    [work, {}, false],
    [work, { path: null }, false],
    [work, { path: [] }, false],
    [work, { path: { value: "/work/a" } }, false],
    [work, { path: ["/work/a", "/etc/b"] }, false],
    [work, { path: [["/work/a"]] }, false],
    [work, { PATH: "/work/a" }, false],
    [work, { path: "/work/a", PATH: "/etc" }, false],
    [work, { options: { path: "/work/a" } }, false],
    [work, { path: "/WORK/a" }, false],
    [work, { path: "/work/../etc" }, false],
    [work, { path: "/work/.. /etc" }, false],
    [work, { path: "/work/..\\..\\etc" }, false],
    [work, { path: "/work/%2e%2e/etc" }, false],
    [work, { path: "/work/%25252e%25252e/etc" }, false],
    [work, { path: "/work/%2525252525252e" }, false],
    [work, { path: "/work/a\u0000/../../etc" }, false],
    [work, { path: "/work/a\u200b" }, false],
    [work, { path: "file:///work/a" }, false],
    [work, { path: "/workshop" }, false],
    [{ "options.path": "/work/*" }, { options: { path: "/work/a" } }, true],
    [{ "options.path": "/work/*" }, { options: [{ path: "/work/a" }, { path: "/x" }] }, false],
    [{ "options.path": "/work/*" }, { options: [{ path: "/work/a" }, {}] }, false],
    [{ "/options/path": "/work/*" }, { options: { path: "/work/a" } }, true],
    [{ "/files/0": "/work/*" }, { files: ["/work/a", "/etc"] }, true],
    [{ "/files/1": "/work/*" }, { files: ["/work/a"] }, false],
    [{ "*": "/work/*" }, { path: "/work/a" }, false],
    [{ count: 3 }, { count: 3 }, true],
    [{ count: 3 }, { count: "3" }, false],
    [{ count: "3" }, { count: 3 }, false],
    [{ id: 9007199254740992 }, { id: new ExactInteger("9007199254740993") }, false],
    [{ force: false }, { force: false }, true],
    [{ force: false }, {}, false],
    [{ path: "*" }, Object.create({ path: "/inherited" }), false],
  ];
  for (const [patterns, args, holds] of rows)
    it(`${JSON.stringify(patterns)} ${holds ? "holds" : "does not hold"} for ${JSON.stringify(args)}`, () =>
      assert.equal(surelyMatches(patterns, args), holds));

  it("never holds where a rule that stops the same would not match", () => {
    const random = seeded(7);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] ?? assert.fail();
    const bits = ["/work", "/etc", "..", "/", "\\", "%2e", "a", ".", " ", "A", "\u200b", "1", "e3", "*"];
    const text = () => Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(bits)).join("");
    const value = (depth = 0): unknown =>
      pick<() => unknown>([
        text,
        text,
        () => Math.floor(random() * 5),
        () => true,
        () => (depth > 2 ? null : [value(depth + 1), value(depth + 1)]),
        () => (depth > 2 ? null : { path: value(depth + 1) }),
      ])();
    let held = 0;
    for (let round = 0; round < 20_000; round++) {
      const patterns = {
        [pick(["path", "a.path", "/path", "/path/0"])]: pick<string | number | boolean>([
          `${text()}*`,
          text(),
          1,
          true,
        ]),
      };
      const args = { path: value(), a: value() };
      if (!surelyMatches(patterns, args)) continue;
      held++;
      assert.ok(mayMatch(patterns, args), JSON.stringify([patterns, args]));
    }
    assert.ok(held > 50, `${held}`);
  });
});
