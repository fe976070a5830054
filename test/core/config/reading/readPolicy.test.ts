import assert from "node:assert/strict";
import { readPolicy, ruleProblem } from "../../../../src/core/config/reading/readPolicy";

function read(value: unknown, narrows = false) {
  const problems: string[] = [];
  const policy = readPolicy(value, (path, text) => problems.push(`${path.join(".")}: ${text}`), narrows);
  return { policy, problems };
}

describe("a policy as it is read", () => {
  const kinds: readonly [value: unknown, kind: string][] = [
    [7, "a number"],
    ["deny", "text"],
    [null, "null"],
  ];
  for (const [value, kind] of kinds)
    it(`has no rule where it is ${kind}, and says so`, () => {
      const { policy, problems } = read(value);
      assert.deepEqual([policy, problems.length], [[], 1]);
      assert.match(problems[0] ?? "", new RegExp(`^: .*must be a list of rules.*but it is ${kind}\\.$`));
    });

  it("has at most 500 rules, and denies everything where there are more", () => {
    const rules = (count: number) => new Array<object>(count).fill({ do: "ask" });
    assert.deepEqual([read(rules(500)).policy.length, read(rules(500)).problems], [500, []]);
    const { policy, problems } = read(rules(501));
    assert.deepEqual(policy, [{ do: "deny" }]);
    assert.match(problems[0] ?? "", /^: .*more than 500 rules/);
  });

  const broken: readonly [rule: unknown, rest: object, place: string][] = [
    [null, { do: "ask" }, "0: Rule 1 cannot be read. It must be an object such as"],
    ["deny", { do: "ask" }, "0: Rule 1 cannot be read. It must be an object such as"],
    [{ do: "no", tool: "x" }, { do: "deny", tool: "x" }, "0.do: Rule 1"],
    [{ do: "no" }, { do: "ask" }, "0.do: Rule 1"],
    [{ do: "allow", tool: 7 }, { do: "ask" }, "0.tool: Rule 1"],
    [{ do: "ask", tool: 7, server: "s" }, { do: "ask", server: "s" }, "0.tool: Rule 1"],
    [{ do: "deny", tool: 7, client: "c" }, { do: "deny", client: "c" }, "0.tool: Rule 1"],
    [{ do: "deny", tool: 7 }, { do: "ask" }, "0.tool: Rule 1"],
    [{ do: "deny", args: 7 }, { do: "deny" }, "0.args: Rule 1"],
    [{ do: "deny", server: "s", more: 1 }, { do: "deny", server: "s" }, "0: Rule 1"],
  ];
  for (const [rule, rest, place] of broken)
    it(`reads of ${JSON.stringify(rule)} ${JSON.stringify(rest)}`, () => {
      const { policy, problems } = read([rule]);
      assert.deepEqual(policy, [rest]);
      assert.ok(problems[0]?.startsWith(place), problems[0]);
      assert.ok(problems[0]?.endsWith(`Until then, "${Reflect.get(rest, "do")}" is used.`), problems[0]);
    });

  it("says nothing of a rule that is an object and fits", () => assert.equal(ruleProblem({}, undefined), ""));

  it("of a workspace allows nothing, and keeps the numbers of its rules", () => {
    const { policy, problems } = read([{ do: "ask" }, { do: "allow", tool: "x" }, { do: "deny" }], true);
    assert.deepEqual(policy, [{ do: "ask" }, { do: "ask", server: "\u0000" }, { do: "deny" }]);
    assert.deepEqual(problems.length, 1);
    assert.match(problems[0] ?? "", /^1: Rule 2 is not used/);
    assert.deepEqual(read([{ do: "allow", tool: "x" }]).policy, [{ do: "allow", tool: "x" }]);
  });

  it("in its short form takes patterns of 500 characters, and denies what it cannot read", () => {
    const [fits, longer] = [`a/${"x".repeat(498)}`, `a/${"x".repeat(499)}`];
    const { policy, problems } = read({
      [fits]: "allow",
      [longer]: "allow",
      noSlash: "deny",
      "s/t": "no",
      "s/u": "ask",
    });
    assert.deepEqual(policy, { [fits]: "allow", "s/t": "deny", "s/u": "ask" });
    assert.deepEqual(
      problems.map((one) => /does not name a tool|Until then, "deny"/.exec(one)?.[0]),
      ["does not name a tool", "does not name a tool", 'Until then, "deny"'],
    );
  });

  it("in its short form of a workspace allows nothing", () => {
    const { policy, problems } = read({ "s/t": "allow", "s/u": "ask" }, true);
    assert.deepEqual([policy, problems.length], [{ "s/u": "ask" }, 1]);
    assert.match(problems[0] ?? "", /^s\/t: "s\/t" is not used/);
  });
});
