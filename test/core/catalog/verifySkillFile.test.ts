import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Skill } from "../../../src/core/catalog/skill";
import { verifySkillFile } from "../../../src/core/catalog/verifySkillFile";

const head = "---\nname: pdf\ndescription: Reads PDF.\ntags: [a, b]\n---\n\nBody ü.\n";
const digest = (text: string) => `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;
const file = (uri: string, text: string) => ({ uri, digest: digest(text), size: Buffer.byteLength(text) });
const uri = "skill://pdf/SKILL.md";
const skill: Skill = {
  uri,
  frontmatter: { tags: ["a", "b"], description: "Reads PDF.", name: "pdf" },
  resources: [file(uri, head), file("skill://pdf/forms.md", "forms")],
};
const load = (of: Skill, text: string, at = uri) => verifySkillFile(of, at, [{ uri: at, text }]);

describe("a file of a skill", () => {
  it("is given out where it is what the list promised", () => {
    assert.equal(load(skill, head), head);
    assert.equal(load(skill, "forms", "skill://pdf/forms.md"), "forms");
    assert.equal(load({ ...skill, resources: [] }, head), head);
  });

  const lying = { ...skill, resources: [file(uri, head.replace("Reads", "Sends"))] };
  const rows: [what: string, run: () => string, why: RegExp][] = [
    [
      "another text of the same size",
      () => load(skill, head.replace("Body", "Evil")),
      /its digest differs from the one that its skill lists/,
    ],
    ["a longer text", () => load(skill, `${head}more`), /has \d+ bytes, but its skill lists \d+/],
    [
      "another head, with a digest that fits it",
      () => load(lying, head.replace("Reads", "Sends")),
      /its frontmatter differs from the one in the list of skills/,
    ],
    [
      "no head",
      () => load({ ...skill, resources: [] }, "no head"),
      /its frontmatter differs from the one in the list of skills/,
    ],
    [
      "a head that is no YAML",
      () => load({ ...skill, resources: [] }, "---\n{: [\n---\n"),
      /its frontmatter differs from the one in the list of skills/,
    ],
    [
      "a head that is nested more deeply than its parser can follow",
      () => load({ ...skill, resources: [] }, `---\na: ${"- ".repeat(2000)}x\n---\n`),
      /its frontmatter differs from the one in the list of skills/,
    ],
    ["a file that the skill does not list", () => load(skill, "x", "skill://pdf/other.md"), /does not list it/],
    ["no text", () => verifySkillFile(skill, uri, [{ uri, blob: "AAAA" }]), /it is not text/],
    ["nothing", () => verifySkillFile(skill, uri, []), /it is not text/],
  ];
  for (const [what, run, why] of rows)
    it(`is refused: ${what}`, () => assert.throws(run, { code: "protocol", message: why }));
});
