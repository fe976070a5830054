import assert from "node:assert/strict";
import type { OrganizationPolicy } from "../../../../src/core/calls/approval/organization";
import { rulings } from "../../../../src/core/calls/approval/ruling";
import type { Policy } from "../../../../src/core/config/schema/policyRules";
import { defaultOptions, type Options } from "../../../../src/core/config/schema/settings";
import { aCall, fakeGrants, fakeServers } from "../../../support/callFixture";
import { aTool } from "../../../support/fakeLink";

describe("rules that change", () => {
  it("hold from the next call on, wherever they are written", () => {
    let options: Options = { ...defaultOptions, approval: "never" };
    let organization: readonly OrganizationPolicy[] = [];
    const ruling = rulings({
      servers: fakeServers(),
      options: () => options,
      grants: fakeGrants({ allows: () => false, coversServer: () => false }),
      organization: () => organization,
    });
    const verdict = () => ruling(aCall({ caller: { door: "agent" } }), aTool("read")).verdict;
    const deny: Policy = [{ do: "deny" }];
    const unusable: OrganizationPolicy = { kind: "unusable", file: "/etc/hub", problem: "There is no such file." };
    const changes: [change: () => void, wanted: string][] = [
      [() => {}, "allow"],
      [() => (options = { ...options, policy: deny }), "deny"],
      [() => (options = { ...options, policy: [] }), "allow"],
      [() => (options = { ...options, workspacePolicies: [{ policy: deny, source: "/w" }] }), "deny"],
      [() => (options = { ...defaultOptions, approval: "never" }), "allow"],
      [() => (organization = [{ kind: "rules", file: "/etc/hub", policy: deny }]), "deny"],
      [() => (organization = []), "allow"],
      [() => (organization = [unusable]), "deny"],
      [() => (organization = []), "allow"],
    ];
    for (const [change, wanted] of changes) {
      change();
      assert.deepEqual([verdict(), verdict()], [wanted, wanted], String(change));
    }
  });
});
