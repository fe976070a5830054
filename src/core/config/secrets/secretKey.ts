import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import { sortedJson } from "../../kernel/canonicalJson";
import { callSettingKeys } from "../schema/callSettings";
import { connectionSettingKeys } from "../schema/connectionSettings";
import { describingKeys } from "../schema/serverConfig";
import { type LaunchConfig, type ServerDefinition, writtenEntry } from "../schema/serverDefinition";

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
 * also contains everything that decides where the value goes: a changed entry asks again instead of sending the old entry's secret to a
 * new address, in another header, or to another sign-in service.
 */
export function secretKey(definition: ServerDefinition, name: string): string {
  const { scope, source, key, id } = definition;
  const entry = writtenEntry(definition);
  const target = entry ? digest(launchTarget(entry)) : "";
  return prefix + JSON.stringify([scope, source ?? "", key ?? id, name, target]);
}

/** The inverse of `secretKey`; `undefined` for a key of another kind. */
export function secretAddress(key: string): SecretAddress | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const [scope, source, server, name] = Parts.parse(JSON.parse(key.slice(prefix.length)));
  return { scope, source, server, name };
}

/** Everything of an entry but what only names it, or says how calls are made and how long things may take. */
const launchTarget = (config: LaunchConfig): unknown =>
  Object.fromEntries(Object.entries(config).filter(([key]) => !describes(key)));

const others = new Set("label enabled restricted balance connections protocol".split(" "));
const describes = (key: string): boolean =>
  others.has(key) || describingKeys.has(key) || connectionSettingKeys.has(key) || callSettingKeys.has(key);

const digest = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(sortedJson(value)))).slice(0, 32);
