import assert from "node:assert/strict";
import { webAddress } from "../../../../src/core/kernel/untrusted/webAddress";

describe("an address that a server names", () => {
  const good: readonly [text: string, href: string][] = [
    ["https://example.com", "https://example.com/"],
    ["HTTP://Example.com:80/a b", "http://example.com/a%20b"],
    ["https://example.com/a@b?c=d@e#f@g", "https://example.com/a@b?c=d@e#f@g"],
    ["https://example.com?a@b", "https://example.com/?a@b"],
    ["https://example.com#a@b", "https://example.com/#a@b"],
  ];
  for (const [text, href] of good) it(`${text} is ${href}`, () => assert.deepEqual(webAddress(text), { href }));

  const bad: readonly [text: string, problem: string][] = [
    ["", "is not a web address"],
    ["example.com", "is not a web address"],
    ["ftp://example.com", "is not a web address"],
    ["javascript:alert(1)", "is not a web address"],
    ["https:example.com", "is not a web address"],
    ["https:///example.com", "is not a web address"],
    ["https://", "is not a web address"],
    [" https://example.com", "contains characters that cannot be seen"],
    ["https://example.com ", "contains characters that cannot be seen"],
    ["https://example.com/\t", "contains characters that cannot be seen"],
    ["https://example.com/a\u00a0b", "contains characters that cannot be seen"],
    ["https://exa\u200bmple.com", "contains characters that cannot be seen"],
    ["https://a.example\\@b.example", "contains a backslash"],
    ["https://me@example.com", "contains a user name"],
    ["https://:pw@example.com", "contains a user name"],
    ["https://@example.com", "contains a user name"],
  ];
  for (const [text, problem] of bad)
    it(`${JSON.stringify(text)} ${problem}`, () => assert.deepEqual(webAddress(text), { problem }));

  it("has 8,192 characters at most", () => {
    const ofLength = (length: number) => webAddress("https://example.com/".padEnd(length, "x"));
    assert.ok("href" in ofLength(8192));
    assert.deepEqual(ofLength(8193), { problem: "is too long" });
  });
});
