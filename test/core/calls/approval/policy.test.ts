import assert from "node:assert/strict";
import { policyFor, type Verdict } from "../../../../src/core/calls/approval/policy";
import { cpuRatio } from "../../../support/cpuMs";

describe("policy", () => {
  const rows: [policy: Record<string, Verdict>, name: string, verdict: Verdict | undefined][] = [
    [{}, "files/read", undefined],
    [{ "files/read": "allow" }, "files/read", "allow"],
    [{ "files/read": "allow" }, "files/read_all", undefined],
    [{ "files/*": "allow" }, "files/read", "allow"],
    [{ "files/*": "allow" }, "other/read", undefined],
    [{ "*/delete_*": "deny" }, "files/delete_all", "deny"],
    [{ "*/*": "ask", "files/read_*": "allow" }, "files/read_one", "allow"],
    [{ "files/read_*": "allow", "*/*": "ask" }, "files/read_one", "allow"],
    [{ "files/*": "allow", "files/delete": "deny" }, "files/delete", "deny"],
    [{ "files/*": "allow", "*/write": "deny" }, "files/write", "deny"],
    [{ "*/*_file": "deny" }, "files/read_file_now", undefined],
    [{ "a*/*a": "deny" }, "a/a", "deny"],
    [{ "files/*x*x*": "deny" }, "files/x", undefined],
    [{ "files/*x*x*": "deny" }, "files/axbxc", "deny"],
  ];
  for (const [policy, name, verdict] of rows)
    it(`${JSON.stringify(policy)} says ${verdict} of ${name}`, () => {
      const [server = "", tool = ""] = name.split("/");
      assert.equal(policyFor(policy, server, tool)?.verdict, verdict);
    });

  it("names the pattern that decided", () => {
    const policy = { "*/*": "ask", "files/read_*": "allow" } as const;
    assert.equal(policyFor(policy, "files", "read_one")?.pattern, "files/read_*");
    assert.equal(policyFor(policy, "files", "write")?.pattern, "*/*");
  });

  it("is not slowed down by a long name and many stars", () => {
    const policy = { [`files/${"*a".repeat(50)}b`]: "deny" } as const;
    const ratio = cpuRatio(() => policyFor(policy, "files", "a".repeat(100_000)));
    assert.ok(ratio < 10, `${ratio}`);
  });
});
