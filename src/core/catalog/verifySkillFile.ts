// A file of its own: the extension does not load skills, and so it need not carry the YAML parser.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { parse } from "yaml";
import { message } from "../../protocol/message";
import { sortedJson } from "../kernel/canonicalJson";
import { HubError } from "../kernel/hubError";
import { isYamlTooDeep } from "../kernel/json/yamlNesting";
import { safeLine } from "../kernel/redact";
import type { ResourceContents } from "../messages/content";
import type { Skill } from "./skill";

/**
 * The text of a skill's file after it was verified against the list (SEP-2640, integrity and verification): its size, its digest, and for
 * `SKILL.md` the frontmatter. Throws `protocol` if it differs; then nothing of it may be used.
 */
export function verifySkillFile(skill: Skill, uri: string, contents: readonly ResourceContents[]): string {
  const refuse = (reason: string) =>
    new HubError(
      "protocol",
      message(
        "catalog.skillRefused",
        "The skill file {uri} was not loaded: {reason}. Ask the author of the server; someone may have tampered with the file.",
        { uri: safeLine(uri, 200), reason },
      ),
    );
  const listed = skill.resources.find((file) => file.uri === uri);
  if (!listed && uri !== skill.uri) throw refuse(message("catalog.skillUnlisted", "its skill does not list it"));
  const found = contents.find((part) => part.uri === uri) ?? contents[0];
  const text = found && "text" in found ? found.text : undefined;
  if (typeof text !== "string") throw refuse(message("catalog.skillNotText", "it is not text"));
  const bytes = utf8ToBytes(text);
  if (listed?.size !== undefined && listed.size !== bytes.length)
    throw refuse(
      message("catalog.skillSize", "it has {bytes} bytes, but its skill lists {listed}", {
        bytes: bytes.length,
        listed: listed.size,
      }),
    );
  if (listed?.digest !== undefined && listed.digest !== `sha256:${bytesToHex(sha256(bytes))}`)
    throw refuse(message("catalog.skillDigest", "its digest differs from the one that its skill lists"));
  if (uri === skill.uri && sortedJson(frontmatterOf(text)) !== sortedJson(skill.frontmatter))
    throw refuse(message("catalog.skillFrontmatter", "its frontmatter differs from the one in the list of skills"));
  return text;
}

/** The YAML between the first two lines of three dashes; `undefined` if there is none. */
function frontmatterOf(text: string): unknown {
  const head = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1];
  if (head === undefined || isYamlTooDeep(head)) return undefined;
  try {
    return parse(head, { maxAliasCount: 0 });
  } catch {
    return undefined; // not YAML: it equals no frontmatter
  }
}
