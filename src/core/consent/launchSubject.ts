import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type LaunchConfig, type ServerDefinition, writtenEntry } from "../config/schema/serverDefinition";
import { isFromWorkspace } from "../config/schema/settingsLocation";
import { sortedJson } from "../kernel/canonicalJson";

/**
 * Why a person must agree before anything of a server runs or is contacted. `workspace`: the entry came with the workspace, which somebody
 * else may have written. `followed`: another app's file has it, which that app and others change. `account`: it is the person's own, and sends the token of one of the editor's accounts to an address.
 */
export type LaunchReason = (typeof launchReasons)[number];

/** All of them. */
export const launchReasons = ["workspace", "followed", "account"] as const;

/** What a person agrees to. */
export interface LaunchSubject {
  readonly why: LaunchReason;
  /** The SHA-256, in hexadecimal, of everything that is agreed to: with any change of it, the person is asked again. */
  readonly digest: string;
}

/** An account of the editor whose token an entry sends to an address; the address is as written. */
export interface AccountUse {
  readonly address: string;
  readonly provider: string;
  readonly scopes: readonly string[];
}

/** The editor's accounts that an entry uses, its replicas included. */
export const accountUses = (config: LaunchConfig): readonly AccountUse[] =>
  [config, ...(config.replicas ?? [])].flatMap((one) =>
    "url" in one && one.auth?.type === "editor"
      ? [{ address: one.url, provider: one.auth.provider, scopes: one.auth.scopes ?? [] }]
      : [],
  );

/** What a person must agree to before this server runs; `undefined` where nobody has to, or where the entry cannot run at all. */
export function launchSubject(definition: ServerDefinition): LaunchSubject | undefined {
  const written = writtenEntry(definition);
  if (!written) return undefined;
  const isFollowed = definition.scope === "followed";
  if (isFollowed || isFromWorkspace(definition)) {
    const { scope, source, key, id } = definition;
    // Whether it is switched on, and how much it logs, says nothing about what runs.
    const { enabled: _, restricted: __, logLevel: ___, ...entry } = written;
    const why = isFollowed ? "followed" : "workspace";
    return { why, digest: digest([why, scope, source ?? "", key ?? id, entry]) };
  }
  const uses = accountUses(written);
  // A configuration file has no accounts of an editor.
  if (uses.length === 0 || definition.scope === "file") return undefined;
  return { why: "account", digest: digest(["account", uses]) };
}

const digest = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(sortedJson(value))));
