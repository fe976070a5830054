import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { sortedJson } from "../../kernel/canonicalJson";
import type { ServerDefinition } from "./serverDefinition";

/**
 * Tells a server apart from another one that later gets the same name: a digest of the name, the settings file and the entry as written.
 * It is a SHA-256 in hexadecimal because the entry may hold a literal secret.
 */
export function definitionDigest(definition: ServerDefinition): string {
  const known = digests.get(definition);
  if (known !== undefined) return known;
  const { id, scope, source, entry } = definition;
  // How much it logs makes no other server of it: what was allowed stays allowed.
  const config = entry.kind === "valid" ? { ...entry.config, logLevel: undefined } : undefined;
  const digest = bytesToHex(sha256(utf8ToBytes(sortedJson([id, scope, source, config]))));
  digests.set(definition, digest);
  return digest;
}

/** Definitions are values that are replaced as a whole, so each is digested once and not for every call. */
const digests = new WeakMap<ServerDefinition, string>();
