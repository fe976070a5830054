import * as z from "zod";

/** One file of a skill, as its list names it. */
const SkillFile = z.object({
  uri: z.string().min(1),
  /** `sha256:` and hexadecimal digits. */
  digest: z.string().optional(),
  /** Bytes. */
  size: z.number().int().min(0).optional(),
});

/**
 * A skill that a server offers (extension `io.modelcontextprotocol/skills`, SEP-2640): instructions in a file `SKILL.md`, and files
 * beside it. All of it is the server's: untrusted.
 */
export const Skill = z.object({
  /** Of its `SKILL.md`. */
  uri: z.string().min(1),
  /** What stands at the head of `SKILL.md`. */
  frontmatter: z.record(z.string(), z.unknown()),
  resources: z.array(SkillFile).max(1000).default([]),
});

export type Skill = z.infer<typeof Skill>;
export type SkillFile = z.infer<typeof SkillFile>;

/** The answer to `skills/list`. */
export const SkillList = z.object({ skills: z.array(Skill).max(1000) });
