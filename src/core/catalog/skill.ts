import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { parse } from "yaml";
import * as z from "zod";
import { sortedJson } from "../kernel/canonicalJson";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import type { ResourceContents } from "../messages/content";

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

/**
 * The text of a skill's file, if it is what the list promised (SEP-2640, integrity and verification): its size, its digest, and of
 * `SKILL.md` the head field by field. Throws `protocol` where it is not: then nothing of it may be used.
 */
export function verifySkillFile(skill: Skill, uri: string, contents: readonly ResourceContents[]): string {
  const refuse = (why: string) =>
    new HubError(
      "protocol",
      `The skill file ${safeLine(uri, 200)} was not loaded: ${why}. Ask the server's author; it may have been tampered with.`,
    );
  const listed = skill.resources.find((file) => file.uri === uri);
  if (!listed && uri !== skill.uri) throw refuse("its skill does not list it");
  const found = contents.find((part) => part.uri === uri) ?? contents[0];
  const text = found && "text" in found ? found.text : undefined;
  if (typeof text !== "string") throw refuse("it is no text");
  const bytes = utf8ToBytes(text);
  if (listed?.size !== undefined && listed.size !== bytes.length)
    throw refuse(`it has ${bytes.length} bytes, and its skill promised ${listed.size}`);
  if (listed?.digest !== undefined && listed.digest !== `sha256:${bytesToHex(sha256(bytes))}`)
    throw refuse("its digest is not the one that its skill promised");
  if (uri === skill.uri && sortedJson(frontmatterOf(text)) !== sortedJson(skill.frontmatter))
    throw refuse("it introduces itself in other words than its list did");
  return text;
}

/** What stands between the first two lines of three dashes, as YAML; `undefined` where that is nothing. */
function frontmatterOf(text: string): unknown {
  const head = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1];
  if (head === undefined) return undefined;
  try {
    return parse(head, { maxAliasCount: 0 });
  } catch {
    return undefined; // not YAML: it equals no frontmatter
  }
}
