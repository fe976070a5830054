import assert from "node:assert/strict";
import type { OrganizationPolicy } from "../../../src/core/calls/approval/organization";
import { PolicyFiles } from "../../../src/node/policy/policyFiles";
import type { SafeText } from "../../../src/node/policy/policySystem";

function setUp(files: Record<string, SafeText | Error>, named = "/etc/policy.json", env = {}) {
  const heard: OrganizationPolicy[] = [];
  const reads: string[] = [];
  const clock = { at: 5000, now: () => clock.at };
  const world = { named };
  const policy = new PolicyFiles({
    named: () => world.named,
    env,
    clock,
    changed: (one) => heard.push(one),
    platform: "linux",
    read: (path) => {
      reads.push(path);
      const found = files[path] ?? Object.assign(new Error("ENOENT"), { code: "ENOENT" });
      if (found instanceof Error) throw found;
      return found;
    },
  });
  return { policy, files, clock, heard, reads, world };
}

const denies = { text: '{"rules": [{"do": "deny", "tool": "rm"}]}' };

/** The problem of the one file. */
const problemOf = ([one]: readonly OrganizationPolicy[]): string => (one?.kind === "unusable" ? one.problem : "none");

describe("policy files", () => {
  it("are none where none is named, and nothing is read", () => {
    const { policy, reads } = setUp({}, "");
    assert.deepEqual([policy.current(), reads], [[], []]);
  });

  it("are read at the first look, and again at most once a second", () => {
    const { policy, clock, reads, files } = setUp({ "/etc/policy.json": denies });
    const first = policy.current();
    assert.deepEqual(first, [{ kind: "rules", file: "/etc/policy.json", policy: [{ do: "deny", tool: "rm" }] }]);
    clock.at += 999;
    assert.equal(policy.current(), first);
    assert.equal(reads.length, 1);
    clock.at += 1;
    // The same rules are the same value: what was made ready of them is used again.
    assert.equal(policy.current()[0], first[0]);
    assert.equal(reads.length, 2);
    files["/etc/policy.json"] = { text: '{"rules": [{"do": "ask"}]}' };
    clock.at += 1000;
    assert.deepEqual(policy.current()[0], { kind: "rules", file: "/etc/policy.json", policy: [{ do: "ask" }] });
  });

  it("are looked at at once when another is named, and when the clock goes back", () => {
    const { policy, clock, world, files } = setUp({ "/etc/policy.json": denies });
    policy.current();
    world.named = "/etc/other.json";
    assert.match(problemOf(policy.current()), /^\/etc\/other\.json: there is no such file\./);
    files["/etc/other.json"] = denies;
    clock.at -= 4000;
    assert.equal(problemOf(policy.current()), "none");
  });

  it("are looked for in the environment again within a second", () => {
    const env: Record<string, string> = {};
    const { policy, clock } = setUp({ "/opt/policy.json": denies }, "", env);
    assert.deepEqual(policy.current(), []);
    env.MCP_HUB_POLICY_FILE = "/opt/policy.json";
    clock.at += 1000;
    assert.equal(policy.current()[0]?.file, "/opt/policy.json");
  });

  it("hold together: that of the setting, and that of the environment", () => {
    const env = { MCP_HUB_POLICY_FILE: "/opt/policy.json" };
    const { policy } = setUp({ "/etc/policy.json": denies, "/opt/policy.json": denies }, undefined, env);
    assert.deepEqual(
      policy.current().map(({ file }) => file),
      ["/etc/policy.json", "/opt/policy.json"],
    );
  });

  const broken: [why: string, found: SafeText | Error, problem: RegExp][] = [
    [
      "missing",
      Object.assign(new Error(), { code: "ENOENT" }),
      /^\/etc\/policy\.json: there is no such file\. Ask your administrator to put/,
    ],
    [
      "unreadable",
      Object.assign(new Error(), { code: "EACCES" }),
      /^\/etc\/policy\.json: it cannot be read \(EACCES\)\. Ask your administrator/,
    ],
    [
      "of somebody",
      { problem: "/etc belongs to Eve" },
      /^\/etc\/policy\.json: \/etc belongs to Eve\. Ask your administrator to give/,
    ],
    [
      "not JSON",
      { text: "{" },
      /^\/etc\/policy\.json is wrong\. It is not JSON\. Ask the person who maintains it to correct it\./,
    ],
    ["widening", { text: '{"rules": [{"do": "allow"}]}' }, /^\/etc\/policy\.json is wrong\. Rule 1 says "allow"/],
  ];
  for (const [why, found, problem] of broken)
    it(`that are ${why} cannot be used, which is said once, and so is that they can again`, () => {
      const { policy, clock, heard, files } = setUp({ "/etc/policy.json": found });
      for (let look = 0; look < 3; look++) {
        assert.match(problemOf(policy.current()), problem);
        clock.at += 1000;
      }
      files["/etc/policy.json"] = denies;
      assert.equal(problemOf(policy.current()), "none");
      assert.deepEqual(
        heard.map(({ kind }) => kind),
        ["unusable", "rules"],
      );
    });

  it("must be named by a full path", () => {
    const { policy, reads } = setUp({}, "policy.json");
    assert.match(problemOf(policy.current()), /^policy\.json: it is not a full path\. Write the full path/);
    assert.deepEqual(reads, []);
  });
});
