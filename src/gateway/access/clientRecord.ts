import { isObject } from "../../protocol/isObject";
import type { Scope } from "../../protocol/scope";
import type { ClientLimits } from "./gatewayClient";

/** What is kept of a client. Times are milliseconds since the epoch. */
export interface ClientRecord {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Of its token (`tokenDigest`); the token itself is kept nowhere. */
  readonly digest: string;
  readonly scopes: readonly Scope[];
  /** A profile of the settings that it is tied to: without that profile it may do nothing. */
  readonly profile?: string;
  /** Where they differ from the usual ones. */
  readonly limits?: Partial<ClientLimits>;
  readonly createdAt: number;
  readonly expiresAt?: number;
}

/** Patterns in one list, and characters in one of them. */
const listLimit = 500;
const textLimit = 500;

const id = /^[\w-]{1,64}$/;
const digest = /^[\w-]{43}$/;

/**
 * Reads a record. `undefined` where anything of it is not as expected, also a part that only a newer version knows: what cannot be read may
 * be what limits the client.
 */
export function readClientRecord(value: unknown): ClientRecord | undefined {
  if (!isObject(value)) return undefined;
  const { id: given, name, digest: hashed, scopes, profile, limits, createdAt, expiresAt, ...rest } = value;
  if (Object.keys(rest).length > 0) return undefined;
  if (!isText(given) || !id.test(given) || !isText(name) || !isText(hashed) || !digest.test(hashed)) return undefined;
  if (!Array.isArray(scopes) || scopes.length > listLimit || !scopes.every(isScope)) return undefined;
  if (profile !== undefined && !isText(profile)) return undefined;
  if (limits !== undefined && !isLimits(limits)) return undefined;
  if (!isTime(createdAt) || (expiresAt !== undefined && !isTime(expiresAt))) return undefined;
  return {
    id: given,
    name,
    digest: hashed,
    scopes,
    ...(profile !== undefined && { profile }),
    ...(limits !== undefined && { limits }),
    createdAt,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= textLimit;

const isTime = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

const isList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= listLimit && value.every(isText);

function isScope(value: unknown): value is Scope {
  if (!isObject(value)) return false;
  const { servers, tools, without, readOnly, ...rest } = value;
  return (
    Object.keys(rest).length === 0 &&
    [servers, tools, without].every((list) => list === undefined || isList(list)) &&
    (readOnly === undefined || typeof readOnly === "boolean")
  );
}

function isLimits(value: unknown): value is Partial<ClientLimits> {
  if (!isObject(value)) return false;
  const { concurrent, perMinute, sessions, bodyBytes, ...rest } = value;
  return (
    Object.keys(rest).length === 0 &&
    [concurrent, perMinute, sessions, bodyBytes].every(
      (limit) => limit === undefined || (typeof limit === "number" && limit >= 1),
    )
  );
}
