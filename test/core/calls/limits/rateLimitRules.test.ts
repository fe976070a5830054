import assert from "node:assert/strict";
import { rateLimitIn } from "../../../../src/core/calls/limits/rateLimitRules";
import { RateLimitRule } from "../../../../src/core/config/schema/callSettings";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import { cpuRatio } from "../../../support/cpuMs";

const call = { server: "search", tool: "web_search" };
const says = (text: string, structured?: unknown): ToolResult => ({
  content: [{ type: "text", text }],
  isError: false,
  ...(structured !== undefined && { structured }),
});

describe("a rate limit inside a result", () => {
  const rows: [rule: object, result: ToolResult, limited: boolean][] = [
    [{ tool: "search/*", text: "too many requests" }, says("Error: Too Many Requests."), true],
    [{ tool: "search/*", text: "too many requests" }, says("Ten results."), false],
    [{ tool: "maps/*", text: "too many" }, says("Too many"), false],
    [{ tool: "*/web_search", pointer: "/error/code", equals: 429 }, says("", { error: { code: 429 } }), true],
    [{ tool: "*/*", pointer: "/error/code", equals: 429 }, says('{"error":{"code":429}}'), true],
    [{ tool: "*/*", pointer: "/error/code", equals: 429 }, says("", { error: { code: "429" } }), false],
    [{ tool: "*/*", pointer: "/rate_limited" }, says("", { rate_limited: true }), true],
    [{ tool: "*/*", pointer: "/rate_limited" }, says("", { rate_limited: false }), false],
    [{ tool: "*/*", pointer: "/a~1b/0/~0c" }, says("", { "a/b": [{ "~c": 1 }] }), true],
    [{ tool: "*/*", pointer: "/constructor" }, says("", {}), false],
    [{ tool: "*/*", pointer: "/a" }, says("{ broken"), false],
    [{ tool: "*/*", text: "limit", pointer: "/code", equals: 1 }, says("Limit.", { code: 2 }), false],
  ];
  for (const [rule, result, limited] of rows)
    it(`${JSON.stringify(rule)} ${limited ? "finds" : "does not find"} it in ${JSON.stringify(result.structured ?? result.content[0])}`, () => {
      const error = rateLimitIn([RateLimitRule.parse(rule)], call, result);
      assert.equal(error?.code, limited ? "rate-limited" : undefined);
    });

  it("is looked for in the first 64 Ki characters of the texts, and no further", () => {
    const rule = [RateLimitRule.parse({ tool: "*/*", text: "limit" })];
    const found = (...texts: readonly string[]) =>
      rateLimitIn(rule, call, { isError: false, content: texts.map((text) => ({ type: "text", text })) }) !== undefined;
    const long = (length: number) => "x".repeat(length);
    const most = 64 * 1024;
    assert.deepEqual([found(`${long(most - 5)}limit`), found(`${long(most - 4)}limit`)], [true, false]);
    assert.deepEqual([found(long(most - 6), "limit"), found(long(most - 5), "limit")], [true, false]);
    assert.equal(found("lim", "it"), false, "two texts are not one");
  });

  it("is not looked for in what is no text", () => {
    const rule = [RateLimitRule.parse({ tool: "*/*", text: "limit" })];
    const image = { type: "image", data: "limit", mimeType: "image/png" } as const;
    assert.equal(rateLimitIn(rule, call, { content: [image], isError: false }), undefined);
  });

  const values: [value: unknown, limited: boolean][] = [
    [null, false],
    [0, true],
    ["", true],
  ];
  for (const [value, limited] of values)
    it(`${JSON.stringify(value)} at its pointer ${limited ? "is" : "is not"} one`, () =>
      assert.equal(
        rateLimitIn([RateLimitRule.parse({ tool: "*/*", pointer: "/a" })], call, says("", { a: value })) !== undefined,
        limited,
      ));

  it("waits as long as its rule says, and does not count as unsent", () => {
    const rule = RateLimitRule.parse({ tool: "*/*", text: "slow down", waitSeconds: 2.5 });
    const error = rateLimitIn([rule], call, says("Slow down!"));
    assert.deepEqual([error?.retryAfterMs, error?.sent], [2500, undefined]);
  });

  it("a rule that says nothing to look for is refused", () =>
    assert.equal(RateLimitRule.safeParse({ tool: "*/*" }).success, false));

  it("is not slowed by what a server answers", () => {
    const rules = Array.from({ length: 100 }, () => RateLimitRule.parse({ tool: "*/*", text: `${"a".repeat(150)}b` }));
    const answer = says("a".repeat(10_000_000));
    const ratio = cpuRatio(() => rateLimitIn(rules, call, answer));
    assert.ok(ratio < 20, `${ratio}`);
  });
});
