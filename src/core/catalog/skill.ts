import * as z from "zod";

/** One file in the list of a skill. */
const SkillFile = z.object({
  uri: z.string().min(1),
  /** `sha256:` and hexadecimal digits. */
  digest: z.string().optional(),
  /** Bytes. */
  size: z.number().int().min(0).optional(),
});

/**
 * A skill that a server offers (extension `io.modelcontextprotocol/skills`, SEP-2640): instructions in a file `SKILL.md`, and further
 * files. All of it is untrusted.
 */
export const Skill = z.object({
  /** The address of its `SKILL.md`. */
  uri: z.string().min(1),
  /** The frontmatter of `SKILL.md`. */
  frontmatter: z.record(z.string(), z.unknown()),
  resources: z.array(SkillFile).max(1000).default([]),
});

export type Skill = z.infer<typeof Skill>;
export type SkillFile = z.infer<typeof SkillFile>;

/** The result of `skills/list`. */
export const SkillList = z.object({ skills: z.array(Skill).max(1000) });
