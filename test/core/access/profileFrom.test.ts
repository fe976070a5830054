import assert from "node:assert/strict";
import { profileFrom } from "../../../src/core/access/profileFrom";
import { noSwitches, type Switches } from "../../../src/core/access/switches";

const patterns = (...list: string[]): Switches => ({ single: {}, patterns: list });
const rule = (workspace = noSwitches, everywhere = noSwitches) => ({ workspace, everywhere });

describe("the profile of what is on", () => {
  it("has the servers that are there, and nothing else where all is on", () => {
    assert.deepEqual(profileFrom(rule(), ["a", "b"], []), { servers: ["a", "b"] });
  });

  it("leaves out what is off, by patterns where they say it", () => {
    const made = profileFrom(rule(patterns("a/x*"), patterns("b/*")), ["a", "b"], ["a/x1", "a/y"]);
    assert.deepEqual(made, { servers: ["a", "b"], without: ["a/x*", "b/*", "a/x1", "a/y"] });
  });

  it("leaves out tools alone, so a pattern for tools is written as any other", () => {
    assert.deepEqual(profileFrom(rule(patterns("tools:a/*")), ["a"], []), { servers: ["a"], without: ["a/*"] });
  });

  it("names each tool where a pattern has exceptions", () => {
    const workspace: Switches = { single: { "tool\na\nx2": "on" }, patterns: ["a/x*"] };
    assert.deepEqual(profileFrom(rule(workspace), ["a"], ["a/x1"]), { servers: ["a"], without: ["a/x1"] });
  });

  it("is no wider than the profile that holds", () => {
    const profile = { name: "p", scope: { servers: ["a*"], tools: ["a/*"], without: ["a/q"], readOnly: true } };
    assert.deepEqual(profileFrom({ ...rule(), profile }, ["a"], ["a/z"]), {
      servers: ["a"],
      tools: ["a/*"],
      without: ["a/q", "a/z"],
      readOnly: true,
    });
  });
});
