import assert from "node:assert/strict";
import type { OrganizationPolicy } from "../../../../src/core/calls/approval/organization";
import { neverAsks, type RulingParts, restsBecause, rulings } from "../../../../src/core/calls/approval/ruling";
import { organizationPolicy } from "../../../../src/core/config/reading/organizationPolicy";
import type { Policy, PolicyRule, Verdict } from "../../../../src/core/config/schema/policyRules";
import { defaultOptions, type Options } from "../../../../src/core/config/schema/settings";
import { aCall, fakeGrants, fakeServers, seeded } from "../../../support/callFixture";
import { aTool, definition } from "../../../support/fakeLink";

interface World {
  readonly organization?: readonly OrganizationPolicy[];
  readonly user?: Policy;
  readonly workspace?: Policy;
  readonly granted?: boolean;
  readonly byHand?: boolean;
  readonly approval?: Options["approval"];
  readonly args?: Readonly<Record<string, unknown>>;
}

const file = (policy: Policy): OrganizationPolicy => ({ kind: "rules", file: "/etc/hub/policy.json", policy });

function partsOf(world: World): RulingParts {
  const { organization = [], user = [], workspace, granted = false, approval = "always" } = world;
  const workspacePolicies = workspace && [{ policy: workspace, source: "/w" }];
  return {
    servers: fakeServers(),
    options: () => ({ ...defaultOptions, policy: user, approval, ...(workspacePolicies && { workspacePolicies }) }),
    grants: fakeGrants({ allows: () => granted, coversServer: () => granted }),
    organization: () => organization,
  };
}

const ruled = (world: World) => {
  const { byHand, args = {} } = world;
  const call = aCall({ caller: { door: "agent" }, args, ...(byHand && { byHand }) });
  return rulings(partsOf(world))(call, aTool("read"));
};

const rule = (verdict: Verdict): Policy => [{ do: verdict, tool: "read" }];

describe("the order of what decides", () => {
  /** What the documentation says, in its order; the first line that applies decides. */
  const expected = (organization: string, user: string, workspace: string, world: World): string => {
    if (organization === "deny") return "deny organization";
    if (user === "deny") return "deny user";
    if (workspace === "deny") return "deny workspace";
    if (world.byHand) return "allow person";
    if (organization === "ask") return "ask organization";
    if (world.granted) return "allow grant";
    if (user === "ask") return "ask user";
    if (workspace === "ask") return "ask workspace";
    if (user === "allow") return "allow user";
    return world.approval === "never" ? "allow setting" : "ask";
  };
  const found = (world: World): string => {
    const ruling = ruled(world);
    if (ruling.verdict === "ask") return ["ask", ruling.rule?.source].filter(Boolean).join(" ");
    const { decision } = ruling;
    return `${ruling.verdict} ${decision.by === "policy" ? decision.source : decision.by}`;
  };

  for (const organization of ["none", "ask", "deny"] as const)
    for (const user of ["none", "allow", "ask", "deny"] as const)
      it(`with an organization that says ${organization} and a person who says ${user}, whatever else there is`, () => {
        let rows = 0;
        for (const workspace of ["none", "ask", "deny"] as const)
          for (const granted of [false, true])
            for (const byHand of [false, true])
              for (const approval of ["always", "never"] as const) {
                const world: World = {
                  ...(organization !== "none" && { organization: [file(rule(organization))] }),
                  ...(user !== "none" && { user: rule(user) }),
                  ...(workspace !== "none" && { workspace: rule(workspace) }),
                  ...{ granted, byHand, approval },
                };
                assert.equal(found(world), expected(organization, user, workspace, world), JSON.stringify(world));
                rows++;
              }
        assert.equal(rows, 24);
      });

  it("refuses everything while a policy file cannot be used, also what a person does by hand", () => {
    const organization: OrganizationPolicy[] = [
      file([]),
      { kind: "unusable", file: "/etc/x", problem: "/etc/x: there is no such file. Ask." },
    ];
    for (const byHand of [false, true]) {
      const ruling = ruled({ organization, byHand, granted: true, user: rule("allow"), approval: "never" });
      assert.ok(ruling.verdict === "deny");
      assert.deepEqual(ruling.decision, { by: "policy", source: "organization", rule: "file" });
      assert.match(
        ruling.reason,
        /the policy of your organization cannot be used\. \/etc\/x: there is no such file\. Ask/,
      );
    }
  });

  const refusals: [world: World, reason: string][] = [
    [
      { user: [{ do: "ask" }, { do: "deny", args: { path: "/etc/*" }, reason: "Not our files." }] },
      "rule 2 of your setting mcpHub.policy forbids it (Not our files.). Change the rule if it should run",
    ],
    [
      { user: { "*/read": "deny" } },
      '"*/read" of your setting mcpHub.policy forbids it. Change the rule if it should run',
    ],
    [
      { workspace: rule("deny") },
      "rule 1 of mcpHub.policy in the workspace forbids it. Change the rule if it should run",
    ],
    [
      { organization: [file(rule("deny"))] },
      "rule 1 of your organization's policy (/etc/hub/policy.json) forbids it. Ask the person who maintains that file whether it should run",
    ],
  ];
  for (const [world, reason] of refusals)
    it(`says by which rule, and what to do: ${reason.slice(0, 40)}…`, () => {
      const ruling = ruled({ ...world, args: { path: "/etc/passwd" } });
      assert.equal(ruling.verdict === "deny" && ruling.reason, reason);
    });

  it("gives a workspace's server nothing that the person's rules allow", () => {
    const servers = fakeServers({ definition: (id) => definition(id, { scope: "folder", source: "/w" }) });
    const parts = { ...partsOf({ user: rule("allow") }), servers };
    assert.equal(rulings(parts)(aCall(), aTool("read")).verdict, "ask");
  });

  it("asks about completions only where an organization wants it", () => {
    const call = aCall({ method: "completion/complete", tool: "completion/complete", caller: { door: "agent" } });
    const verdict = (world: World) => rulings(partsOf(world))(call, aTool("x")).verdict;
    assert.equal(verdict({ user: [{ do: "ask" }] }), "allow");
    assert.equal(verdict({ user: [{ do: "deny" }] }), "deny");
    assert.equal(verdict({ organization: [file([{ do: "ask" }])] }), "ask");
  });
});

describe("the policy file of an organization", () => {
  it("never widens what the person's own rules let pass, whatever is in it", () => {
    const random = seeded(11);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] ?? assert.fail();
    const aRule = (verdicts: readonly string[]) => ({
      do: pick(verdicts),
      ...(random() < 0.5 && { tool: pick(["read", "re*", "*", "write"]) }),
      ...(random() < 0.3 && { server: pick(["files", "f*", "mail"]) }),
      ...(random() < 0.3 && { client: pick(["agent", "*", "chat"]) }),
      ...(random() < 0.4 && { args: { path: pick(["/etc/*", "*", "/work/*"]) } }),
      ...(random() < 0.2 && { method: pick(["tools/call", "resources/read"]) }),
      ...(random() < 0.05 && { arg: {} }),
    });
    const someRules = (verdicts: readonly string[]) =>
      Array.from({ length: Math.floor(random() * 4) }, () => aRule(verdicts));
    const strictness = { allow: 0, ask: 1, deny: 2 };
    const seen = new Set<string>();
    for (let round = 0; round < 5000; round++) {
      const own = someRules(["allow", "ask", "deny"]).filter((one) => !("arg" in one)) as PolicyRule[];
      const world: World = {
        user: own,
        granted: random() < 0.4,
        byHand: random() < 0.2,
        approval: pick(["always", "writes", "never"] as const),
        args: { path: pick(["/etc/passwd", "/work/a", "/work/../etc/x", 7, true]) },
      };
      const text = pick([
        JSON.stringify({ rules: someRules(["ask", "deny"]) }),
        JSON.stringify({ rules: someRules(["allow", "ask", "deny"]) }),
        JSON.stringify({ rules: someRules(["allow", "ask", "deny"]) }).slice(0, -3),
        JSON.stringify({ rules: { "files/*": "allow" } }),
      ]);
      const read = organizationPolicy(text);
      const organization: OrganizationPolicy =
        "policy" in read ? file(read.policy) : { kind: "unusable", file: "/etc/x", problem: read.problem };
      const without = ruled(world).verdict;
      const withFile = ruled({ ...world, organization: [organization] }).verdict;
      assert.ok(strictness[withFile] >= strictness[without], JSON.stringify([world, text, without, withFile]));
      seen.add(`${without} ${withFile}`);
    }
    assert.deepEqual([...seen].sort(), ["allow allow", "allow ask", "allow deny", "ask ask", "ask deny", "deny deny"]);
  });

  const wrong: [text: string, problem: RegExp][] = [
    ["", /It is not JSON/],
    ["[]", /must contain \{"rules".*but it has a list/],
    ['{"rules": {"files/*": "deny"}}', /must contain .*but it has an object/],
    ['{"rules": [], "extra": 1}', /It has "extra", which is not known/],
    ['{"rules": [{"do": "deny"}, {"do": "allow"}]}', /Rule 2 says "allow", and an organization's policy can only/],
    ['{"rules": [{"do": "dney"}]}', /Rule 1 cannot be read\. "do" must be/],
    ['{"rules": [{"do": "deny", "arg": {}}]}', /Rule 1 cannot be read\. "arg" is not known here/],
    [`{"rules": [${Array(501).fill('{"do":"deny"}').join()}]}`, /"rules" must be at most 500/],
    [`{"rules": ${"[".repeat(5000)}${"]".repeat(5000)}}`, /nested more than/],
  ];
  for (const [text, problem] of wrong)
    it(`is not taken in part: ${text.slice(0, 50)}`, () => {
      const read = organizationPolicy(text);
      assert.ok("problem" in read);
      assert.match(read.problem, problem);
    });
});

describe("a grant under a policy", () => {
  const grant = { server: "files", tool: "read", method: "tools/call", caller: { door: "agent" } } as const;
  const rows: [world: World, why: string | undefined][] = [
    [{}, undefined],
    [{ user: rule("ask") }, undefined],
    [{ user: rule("deny") }, "denied by rule 1 of your setting mcpHub.policy"],
    [{ user: [{ do: "deny", args: { path: "/etc/*" } }] }, undefined],
    [{ user: [{ do: "deny", client: "chat" }] }, undefined],
    [{ workspace: { "*/read": "deny" } }, 'denied by "*/read" of mcpHub.policy in the workspace'],
    [
      { organization: [file(rule("ask"))] },
      "asked about each time, by rule 1 of your organization's policy (/etc/hub/policy.json)",
    ],
    [
      { organization: [{ kind: "unusable", file: "/x", problem: "" }] },
      "denied while the policy file of your organization cannot be used",
    ],
  ];
  for (const [world, why] of rows)
    it(`rests or not: ${why ?? `${JSON.stringify(world)} lets it be`}`, () =>
      assert.equal(restsBecause(partsOf(world))(grant), why));

  it("of every tool rests only where every tool is denied", () => {
    const all = { ...grant, tool: "*" };
    assert.equal(restsBecause(partsOf({ user: rule("deny") }))(all), undefined);
    assert.ok(restsBecause(partsOf({ user: [{ do: "deny", server: "files" }] }))(all));
    assert.ok(restsBecause(partsOf({ user: { "files/*": "deny" } }))(all));
  });
});

describe("what is never asked about", () => {
  const never = (world: World) => neverAsks(partsOf(world))("files", "tools/call", aTool("read"));
  const rows: [world: World, never: boolean][] = [
    [{}, false],
    [{ user: rule("allow") }, true],
    [{ user: [{ do: "allow", tool: "read", args: { path: "/work/*" } }] }, false],
    [{ user: [{ do: "allow", client: "agent" }] }, false],
    [{ approval: "never" }, true],
    [{ approval: "never", user: rule("ask") }, false],
    [{ approval: "never", workspace: rule("ask") }, false],
    [{ granted: true }, true],
    [{ granted: true, organization: [file(rule("ask"))] }, false],
    [{ granted: true, organization: [file(rule("deny"))] }, false],
    [{ approval: "never", organization: [{ kind: "unusable", file: "/x", problem: "" }] }, false],
  ];
  for (const [world, expected] of rows)
    it(`${JSON.stringify(world)}: ${expected}`, () => assert.equal(never(world), expected));
});
