import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import { isStdio, type ServerConfig } from "../schema/serverConfig";
import type { ServerDefinition } from "../schema/serverDefinition";

/** Which stored value a key stands for: the server, where it is written, and the name. */
export interface SecretAddress {
  readonly scope: string;
  readonly source: string;
  readonly server: string;
  readonly name: string;
}

const prefix = "value:";
const Parts = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]);

/**
 * The key under which the value of `${input:name}` or `${secret:name}` of one server is stored. It contains the settings location and the
 * server's name there, so that a workspace's entry never gets the value that was entered for the person's own entry of the same name. It
 * also contains what is run or contacted: a changed entry asks again instead of sending the old entry's secret to a new address.
 */
export function secretKey(definition: ServerDefinition, name: string): string {
  const { scope, source, key, id, entry } = definition;
  const target = entry.kind === "valid" ? digest(launchTarget(entry.config)) : "";
  return prefix + JSON.stringify([scope, source ?? "", key ?? id, name, target]);
}

/** The inverse of `secretKey`; `undefined` for a key of another kind. */
export function secretAddress(key: string): SecretAddress | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const [scope, source, server, name] = Parts.parse(JSON.parse(key.slice(prefix.length)));
  return { scope, source, server, name };
}

/** Where a value would go: for an address its origin, for a program everything that decides what runs. */
function launchTarget(config: ServerConfig): unknown {
  if (!isStdio(config)) return /^[^:]+:\/\/[^/?#]*/.exec(config.url)?.[0] ?? config.url;
  const { command, args = [], cwd, env = {}, envFile } = config;
  return [command, args, cwd, Object.entries(env).toSorted(([a], [b]) => (a < b ? -1 : 1)), envFile];
}

const digest = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(JSON.stringify(value)))).slice(0, 16);
