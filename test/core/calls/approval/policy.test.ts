import assert from "node:assert/strict";
import { type PolicySubject, ruleFor, rulesOf } from "../../../../src/core/calls/approval/policy";
import type { Policy, PolicyRule, Verdict } from "../../../../src/core/config/schema/policyRules";
import { matchesName } from "../../../../src/core/kernel/untrusted/matchesName";
import type { Caller } from "../../../../src/protocol/caller";
import { cpuRatio } from "../../../support/cpuMs";

/** What a policy says of a request by itself: the strictest of the rules that match. */
function saysOf(policy: Policy, subject: Partial<PolicySubject>): Verdict | undefined {
  const whole: PolicySubject = { server: "files", tool: "read", method: "tools/call", args: {}, ...subject };
  const set = rulesOf(policy, "user");
  return (["deny", "ask", "allow"] as const).find((verdict) => ruleFor([set], verdict, whole));
}

describe("policy", () => {
  const short: [policy: Record<string, Verdict>, name: string, verdict: Verdict | undefined][] = [
    [{}, "files/read", undefined],
    [{ "files/read": "allow" }, "files/read", "allow"],
    [{ "files/read": "allow" }, "files/read_all", undefined],
    [{ "files/read": "allow" }, "files/READ", undefined],
    [{ "files/read": "deny" }, "files/READ", "deny"],
    [{ "files/*": "allow" }, "files/read", "allow"],
    [{ "files/*": "allow" }, "other/read", undefined],
    [{ "*/delete_*": "deny" }, "files/delete_all", "deny"],
    [{ "*/*": "ask", "files/read_*": "allow" }, "files/read_one", "ask"],
    [{ "files/read_*": "allow", "files/read_secret": "ask" }, "files/read_one", "allow"],
    [{ "files/*": "allow", "files/delete": "deny" }, "files/delete", "deny"],
    [{ "files/delete": "allow", "*/*": "deny" }, "files/delete", "deny"],
    [{ "*/*_file": "deny" }, "files/read_file_now", undefined],
    [{ "a*/*a": "deny" }, "a/a", "deny"],
    [{ "files/*x*x*": "deny" }, "files/x", undefined],
    [{ "files/*x*x*": "deny" }, "files/axbxc", "deny"],
  ];
  for (const [policy, name, verdict] of short)
    it(`${JSON.stringify(policy)} says ${verdict} of ${name}`, () => {
      const [server = "", tool = ""] = name.split("/");
      assert.equal(saysOf(policy, { server, tool }), verdict);
    });

  const agent: Caller = { door: "agent" };
  const script: Caller = { door: "module", client: { id: "nightly", name: "Nightly Job" } };
  const list: [rule: PolicyRule, subject: Partial<PolicySubject>, matches: boolean][] = [
    [{ do: "deny" }, {}, true],
    [{ do: "deny", server: "FILES" }, {}, true],
    [{ do: "allow", server: "FILES" }, {}, false],
    [{ do: "deny", tool: "re*" }, {}, true],
    [{ do: "deny", tool: "read" }, { tool: "re\u200bad" }, true],
    [{ do: "deny", tool: "read" }, { tool: "\uff52ead" }, true],
    [{ do: "allow", tool: "read" }, { tool: "re\u200bad" }, false],
    [{ do: "deny", client: "agent" }, { caller: agent }, true],
    [{ do: "deny", client: "agent" }, { caller: script }, false],
    [{ do: "allow", client: "module" }, { caller: script }, true],
    [{ do: "allow", client: "module:nightly" }, { caller: script }, true],
    [{ do: "deny", client: "module:Nightly*" }, { caller: script }, true],
    // What a client calls itself is no proof.
    [{ do: "allow", client: "module:Nightly*" }, { caller: script }, false],
    [{ do: "allow", client: "*" }, {}, false],
    [{ do: "deny", method: "resources/read" }, {}, false],
    [{ do: "deny", method: "resources/read" }, { method: "resources/read", tool: "resources/read" }, true],
  ];
  for (const [rule, subject, matches] of list)
    it(`${JSON.stringify(rule)} ${matches ? "matches" : "does not match"} ${JSON.stringify(subject)}`, () => {
      assert.equal(saysOf([rule], subject), matches ? rule.do : undefined);
    });

  describe("takes no name for another", () => {
    const read = { method: "resources/read", tool: "resources/read" } as const;
    const prompt = { method: "prompts/get", tool: "prompts/get" } as const;
    const rows: [why: string, policy: Policy, subject: Partial<PolicySubject>, verdict: Verdict | undefined][] = [
      ["a tool named like a method allows no reading", [{ do: "allow", tool: "resources/read" }], read, undefined],
      ["nor does a pattern for tools", [{ do: "allow", tool: "res*" }], read, undefined],
      ["nor a short one", { "files/res*": "allow" }, read, undefined],
      ["nor one for any tool of a list", [{ do: "allow", server: "files", tool: "*" }], read, undefined],
      ["a method is no tool of its name", { "files/resources/read": "allow" }, { tool: "resources/read" }, undefined],
      ["a method is itself", { "files/resources/read": "allow" }, read, "allow"],
      ["and not another one", { "files/resources/read": "allow" }, prompt, undefined],
      ["everything of a server is everything", { "files/*": "allow" }, prompt, "allow"],
      ["a server with a slash is not one without", { "files/*": "allow" }, { server: "files/evil" }, undefined],
      ["a tool with a slash is not a server", { "files/evil/run": "allow" }, { tool: "evil/run" }, undefined],
      ["a star in a server ends there", { "a*/read": "allow" }, { server: "a", tool: "b/read" }, undefined],
      [
        "a list says which is which",
        [{ do: "allow", server: "files", tool: "evil/run" }],
        { tool: "evil/run" },
        "allow",
      ],
      ["a rule that stops takes every reading", { "files/evil/run": "deny" }, { tool: "evil/run" }, "deny"],
      ["a rule that stops a tool stops the method too", [{ do: "deny", tool: "resources/*" }], read, "deny"],
      ["a server called __proto__ has no rules of its own", {}, { server: "__proto__", tool: "toString" }, undefined],
    ];
    for (const [why, policy, subject, verdict] of rows) it(why, () => assert.equal(saysOf(policy, subject), verdict));
  });

  it("names the rule that decides: its place in the list, or its pattern", () => {
    const id = (policy: Policy, tool: string) =>
      ruleFor([rulesOf(policy, "user")], "deny", { server: "files", tool, method: "tools/call" })?.id;
    assert.equal(id({ "*/*": "ask", "files/rm_*": "deny" }, "rm_all"), "files/rm_*");
    assert.equal(id([{ do: "allow" }, { do: "ask" }, { do: "deny", tool: "rm_*" }], "rm_all"), "rule 3");
  });

  it("is not slowed down by a long name and many stars", () => {
    const pattern = `${"*a".repeat(50)}b`;
    const ratio = cpuRatio(() => matchesName(pattern, "a".repeat(100_000)));
    assert.ok(ratio < 10, `${ratio}`);
  });
});
