import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { ServerDefinition } from "./serverDefinition";

/**
 * What tells one server from another that later stands under its name: name, place and entry as they stand in the settings. SHA-256 in
 * hexadecimal digits, since the entry may hold a literal secret.
 */
export function definitionDigest(definition: ServerDefinition): string {
  const known = digests.get(definition);
  if (known !== undefined) return known;
  const { id, scope, source, entry } = definition;
  const config = entry.kind === "valid" ? entry.config : undefined;
  const digest = bytesToHex(sha256(utf8ToBytes(sortedJson([id, scope, source, config]))));
  digests.set(definition, digest);
  return digest;
}

/** Definitions are values, replaced whole: what was digested once need not be for every call. */
const digests = new WeakMap<ServerDefinition, string>();

/** JSON whose keys are in order, so that equal values give equal text. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
