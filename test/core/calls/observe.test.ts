import assert from "node:assert/strict";
import { factsOf } from "../../../src/core/calls/observe";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import { ExactInteger } from "../../../src/core/kernel/json/exactInteger";
import { aCall } from "../../support/callFixture";

const digestOf = (args: ToolCall["args"]): string | undefined => factsOf(aCall({ args })).argsDigest;

describe("the digest of a call's arguments", () => {
  const text = (length: number, last: string) => "x".repeat(length - 1) + last;
  const kib16 = 16 * 1024;

  it("has 32 digits, and is the same for the same arguments", () => {
    assert.match(digestOf({ path: "a" }) ?? "", /^[0-9a-f]{32}$/);
    assert.equal(digestOf({ path: "a", count: 1 }), digestOf({ path: "a", count: 1 }));
  });

  it("differs with a name, a value, and a type", () => {
    const all = [{}, { path: "a" }, { path: "b" }, { file: "a" }, { path: 1 }, { path: "1" }, { path: ["a"] }];
    assert.equal(new Set(all.map(digestOf)).size, all.length);
  });

  it("tells large integers apart by all their digits", () => {
    const digests = ["9007199254740993", "9007199254740992"].map((id) => digestOf({ id: new ExactInteger(id) }));
    assert.notEqual(digests[0], digests[1]);
    assert.equal(digestOf({ id: 9007199254740993n }), digests[0]);
  });

  for (const [where, args] of [
    ["as an argument", (value: string) => ({ value })],
    ["in an object", (value: string) => ({ inner: { value } })],
    ["in a list", (value: string) => ({ inner: [value] })],
  ] as const) {
    it(`takes a text ${where} as a whole up to 16 KiB`, () =>
      assert.notEqual(digestOf(args(text(kib16, "a"))), digestOf(args(text(kib16, "b")))));

    it(`takes 16 KiB and the length of a longer text ${where}`, () => {
      assert.equal(digestOf(args(text(kib16 + 1, "a"))), digestOf(args(text(kib16 + 1, "b"))));
      assert.notEqual(digestOf(args(text(kib16 + 1, "a"))), digestOf(args(text(kib16 + 2, "a"))));
      assert.notEqual(digestOf(args(`a${text(kib16, "x")}`)), digestOf(args(`b${text(kib16, "x")}`)));
    });
  }
});
