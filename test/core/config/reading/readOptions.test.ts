import assert from "node:assert/strict";
import { ruleFor, rulesOf } from "../../../../src/core/calls/approval/policy";
import { type OptionValues, optionKeys, readOptions } from "../../../../src/core/config/reading/readOptions";
import type { PolicyRule } from "../../../../src/core/config/schema/policyRules";
import { defaultOptions, Settings } from "../../../../src/core/config/schema/settings";

const user = (values: OptionValues["values"]): OptionValues => ({ location: { scope: "user" }, values });
const workspace = (values: OptionValues["values"]): OptionValues => ({
  location: { scope: "workspace", source: "/w" },
  values,
});

const aRead = { server: "files", tool: "read", method: "tools/call" } as const;

/** A bad value → the sentence on it. */
const mistakes: [values: OptionValues["values"], sentence: string][] = [
  [
    { callTimeoutSeconds: "60" },
    '"mcpHub.callTimeoutSeconds" must be a number, but it is text. Until then, 60 is used.',
  ],
  [{ callTimeoutSeconds: 0 }, '"mcpHub.callTimeoutSeconds" must be at least 1. Until then, 60 is used.'],
  [{ callTimeoutSeconds: 1e9 }, '"mcpHub.callTimeoutSeconds" must be at most 3600. Until then, 60 is used.'],
  [
    { callTimeoutSeconds: 1.5 },
    '"mcpHub.callTimeoutSeconds" must be a whole number, but it is a number with a fraction. Until then, 60 is used.',
  ],
  [
    { approval: "sometimes" },
    '"mcpHub.approval" must be "always", "writes" or "never", but it is "sometimes". Until then, "always" is used.',
  ],
  [
    { policy: "deny" },
    '"mcpHub.policy" must be a list of rules such as [{"do": "deny", "tool": "delete_*"}], but it is text.',
  ],
  [
    { policy: { "delete_*": "deny" } },
    '"delete_*" does not name a tool. Write "server/tool", where * stands for any text.',
  ],
  [{ policy: { "*/delete_*": "never" } }, '"*/delete_*" must be "allow", "ask" or "deny". Until then, "deny" is used.'],
];

describe("reading the other settings", () => {
  it("gives the defaults where nothing is written", () => {
    assert.deepEqual(readOptions([], true), { options: defaultOptions, problems: [] });
    assert.deepEqual(
      optionKeys.toSorted(),
      Object.keys(Settings.shape)
        .filter((key) => key !== "servers")
        .sort(),
    );
  });

  for (const [values, sentence] of mistakes)
    it(`says what is wrong: ${JSON.stringify(values)}`, () => {
      const { problems } = readOptions([user(values)], true);
      assert.deepEqual(
        problems.map(({ message, severity }) => [severity, message]),
        [["error", sentence]],
      );
      assert.equal(problems[0]?.path[0], `mcpHub.${Object.keys(values)[0]}`);
    });

  it("loses nothing but the bad value", () => {
    const { options } = readOptions([user({ callTimeoutSeconds: -1, connectAttempts: 2, approval: "writes" })], true);
    assert.deepEqual(options, { ...defaultOptions, connectAttempts: 2, approval: "writes" });
  });

  it("takes the narrowest value", () => {
    const { options } = readOptions([user({ connectAttempts: 2 }), workspace({ connectAttempts: 3 })], true);
    assert.equal(options.connectAttempts, 3);
  });

  it("takes nothing from a workspace that is not trusted", () => {
    const { options, problems } = readOptions(
      [user({ connectAttempts: 2 }), workspace({ connectAttempts: 3, chatMaxTurns: "x" })],
      false,
    );
    assert.deepEqual(options, { ...defaultOptions, connectAttempts: 2 });
    assert.deepEqual(problems, []);
  });

  it("never lets a workspace decide what may run, trusted or not", () => {
    const { options, problems } = readOptions(
      [user({ policy: { "a/b": "deny" } }), workspace({ approval: "never", policy: { "a/b": "allow" } })],
      true,
    );
    assert.equal(options.approval, "always");
    assert.deepEqual(options.policy, { "a/b": "deny" });
    assert.deepEqual(options.workspacePolicies, [{ policy: {}, source: "/w" }]);
    assert.deepEqual(
      problems.map(({ scope, path, message }) => [scope, path, message]),
      [
        [
          "workspace",
          ["mcpHub.policy", "a/b"],
          '"a/b" is not used: a workspace can only "ask" and "deny". Write it into your user settings.',
        ],
      ],
    );
  });

  it("lets a trusted workspace narrow the policy, and keeps the numbers of its rules", () => {
    const policy = [{ do: "allow", tool: "x" }, { do: "deny", tool: "y" }, { do: "ask" }];
    const { options } = readOptions([user({ policy: [{ do: "allow" }] }), workspace({ policy })], true);
    assert.deepEqual(options.policy, [{ do: "allow" }]);
    const rules = options.workspacePolicies?.[0]?.policy;
    assert.ok(Array.isArray(rules) && rules.length === 3);
    assert.deepEqual(rules.slice(1), policy.slice(1));
    const set = rulesOf(rules, "workspace");
    assert.deepEqual(set.allow, []);
    assert.equal(ruleFor([{ ...set, ask: set.ask.slice(0, 1) }], "ask", aRead), undefined);
    assert.equal(readOptions([workspace({ policy })], false).options.workspacePolicies, undefined);
  });

  it("takes the file of an organization from the machine, and never from a workspace", () => {
    const remote: OptionValues = { location: { scope: "remote" }, values: { policyFile: "/etc/remote.json" } };
    const own = user({ policyFile: "/etc/policy.json" });
    const file = (...written: OptionValues[]) => readOptions(written, true).options.policyFile;
    assert.equal(file(own, workspace({ policyFile: "/w/policy.json" })), "/etc/policy.json");
    assert.equal(file(workspace({ policyFile: "/w/policy.json" })), "");
    assert.equal(file(own, remote), "/etc/remote.json");
  });

  const rules: [rule: unknown, read: PolicyRule, sentence: string][] = [
    [
      { do: "dney", tool: "rm" },
      { do: "deny", tool: "rm" },
      'Rule 1 cannot be read. "do" must be "allow", "ask" or "deny", but it is "dney". Until then, "deny" is used.',
    ],
    [
      { do: "deny", server: "files", arg: { path: "/etc/*" } },
      { do: "deny", server: "files" },
      'Rule 1 cannot be read. "arg" is not known here. Until then, "deny" is used.',
    ],
    [
      { do: "allow", server: "files", arg: { path: "/work/*" } },
      { do: "ask", server: "files" },
      'Rule 1 cannot be read. "arg" is not known here. Until then, "ask" is used.',
    ],
    [
      { do: "deny", args: { path: ["/etc"] } },
      { do: "deny" },
      'Rule 1 cannot be read. "args.path" must be text, but it is a list. Until then, "deny" is used.',
    ],
    [
      7,
      { do: "ask" },
      'Rule 1 cannot be read. It must be an object such as {"do": "deny", "tool": "delete_*"}, but it is a number. Until then, "ask" is used.',
    ],
    [
      {},
      { do: "ask" },
      'Rule 1 cannot be read. "do" is missing. It must be "allow", "ask" or "deny". Until then, "ask" is used.',
    ],
  ];
  for (const [rule, read, sentence] of rules)
    it(`lets no mistake in a rule permit anything: ${JSON.stringify(rule)}`, () => {
      const { options, problems } = readOptions([user({ policy: [rule, { do: "deny", tool: "x" }] })], true);
      assert.deepEqual(options.policy, [read, { do: "deny", tool: "x" }]);
      assert.deepEqual(
        problems.map(({ message }) => message),
        [sentence],
      );
    });

  it("denies everything while a policy has too many rules", () => {
    const { options, problems } = readOptions([user({ policy: Array(501).fill({ do: "allow" }) })], true);
    assert.deepEqual(options.policy, [{ do: "deny" }]);
    assert.match(problems[0]?.message ?? "", /more than 500 rules/);
  });

  it("keeps what a policy forbids when one of its entries cannot be read", () => {
    const { options } = readOptions(
      [user({ policy: { "*/rm": "deny", "*/mv": "dney", bad: "deny", "*/ls": "allow" } })],
      true,
    );
    assert.deepEqual(options.policy, { "*/rm": "deny", "*/mv": "deny", "*/ls": "allow" });
  });
});
