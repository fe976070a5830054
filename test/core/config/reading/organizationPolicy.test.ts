import assert from "node:assert/strict";
import { organizationPolicy } from "../../../../src/core/config/reading/organizationPolicy";
import { nestingLimit } from "../../../../src/core/kernel/json/nesting";

const problemOf = (value: unknown): string => {
  const read = organizationPolicy(typeof value === "string" ? value : JSON.stringify(value));
  return "problem" in read ? read.problem : "none";
};

describe("the policy of an organization", () => {
  it("is a list of rules, with or without a byte order mark", () => {
    const rules = [{ do: "deny", tool: "x" }, { do: "ask" }];
    for (const mark of ["", "\ufeff"])
      assert.deepEqual(organizationPolicy(mark + JSON.stringify({ rules })), { policy: rules });
    assert.deepEqual(organizationPolicy('{"rules": []}'), { policy: [] });
  });

  const deep = "[".repeat(nestingLimit + 1) + "]".repeat(nestingLimit + 1);
  const rows: [what: string, value: unknown, problem: string][] = [
    ["no JSON", "{", "It is not JSON."],
    ["too deep", deep, `It is nested more than ${nestingLimit} levels deep.`],
    ["a list", [], 'It must contain {"rules": [{"do": "deny", "tool": "delete_*"}]}, but it has a list.'],
    [
      "rules that are an object",
      { rules: {} },
      'It must contain {"rules": [{"do": "deny", "tool": "delete_*"}]}, but it has an object.',
    ],
    ["another key", { rules: [], more: 1 }, 'It has "more", which is not known.'],
    ["a long key", { rules: [], ["k".repeat(81)]: 1 }, `It has "${"k".repeat(80)}", which is not known.`],
    [
      "a rule that allows",
      { rules: [{ do: "deny" }, { do: "allow" }] },
      'Rule 2 says "allow", and an organization\'s policy can only "deny" or "ask". Remove that rule.',
    ],
    [
      "a rule that is none",
      { rules: [{ do: "deny" }, 7] },
      'Rule 2 cannot be read. It must be an object such as {"do": "deny", "tool": "delete_*"}, but it is a number.',
    ],
    [
      "a rule with a mistake",
      { rules: [{ do: "deny", tool: 7 }] },
      'Rule 1 cannot be read. "tool" must be text, but it is a number.',
    ],
    ["too many rules", { rules: Array(501).fill({ do: "ask" }) }, '"rules" must be at most 500.'],
  ];
  for (const [what, value, problem] of rows)
    it(`says what is wrong with it: ${what}`, () => assert.equal(problemOf(value), problem));
});
