import assert from "node:assert/strict";
import { pinnedPart } from "../../../src/core/catalog/asSent";
import { Skill, SkillList } from "../../../src/core/catalog/skill";

const skill = { uri: "skill://a/SKILL.md", frontmatter: {} };

describe("a skill of a server", () => {
  const rows: [what: string, more: object, isRead: boolean][] = [
    ["an address alone", {}, true],
    ["a file with its size and its digest", { resources: [{ uri: "x", size: 0, digest: "sha256:0" }] }, true],
    ["no address", { uri: "" }, false],
    ["no frontmatter", { frontmatter: undefined }, false],
    ["a file without an address", { resources: [{ uri: "" }] }, false],
    ["a size below nothing", { resources: [{ uri: "x", size: -1 }] }, false],
    ["half a byte", { resources: [{ uri: "x", size: 0.5 }] }, false],
    ["1000 files", { resources: Array(1000).fill({ uri: "x" }) }, true],
    ["more files", { resources: Array(1001).fill({ uri: "x" }) }, false],
  ];
  for (const [what, more, isRead] of rows)
    it(`${isRead ? "may have" : "is not read with"} ${what}`, () =>
      assert.equal(Skill.safeParse({ ...skill, ...more }).success, isRead));

  it("has no files where none are listed, and is one of at most a thousand", () => {
    assert.deepEqual(Skill.parse(skill).resources, []);
    assert.ok(SkillList.safeParse({ skills: Array(1000).fill(skill) }).success);
    assert.ok(!SkillList.safeParse({ skills: Array(1001).fill(skill) }).success);
  });
});

describe("what a pin holds", () => {
  const all = (names: string) => Object.fromEntries(names.split(" ").map((name) => [name, name]));
  it("is everything of a tool or a prompt that a person agrees to", () => {
    const tool = all("name title description annotations inputSchema outputSchema execution");
    assert.deepEqual(pinnedPart("tool", { ...tool, icons: [], _meta: {} }), tool);
    const prompt = all("name title description arguments");
    assert.deepEqual(pinnedPart("prompt", { ...prompt, icons: [], annotations: {} }), prompt);
    assert.deepEqual(pinnedPart("tool", { name: "a" }), { name: "a" });
  });
});
