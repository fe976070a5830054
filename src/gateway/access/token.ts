import { hash, randomBytes } from "node:crypto";

/** A new token: 256 random bits, behind a prefix by which people and scanners know what it is. */
export const newToken = (): string => `mcphub_${randomBytes(32).toString("base64url")}`;

/**
 * What is kept of a token. It needs no salt and no slow function: nobody can try all of 256 random bits, and a digest says nothing about a
 * token that was not tried.
 */
export const tokenDigest = (token: string): string => hash("sha256", token, "base64url");

/** `Authorization: Bearer TOKEN` (RFC 6750, section 2.1). */
const bearer = /^bearer +([^\s,]+) *$/i;

/** The token that a request shows; `undefined` if it shows none, and an empty text for credentials of another kind. */
export function shownToken(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  const { authorization, "x-api-key": key } = headers;
  if (typeof authorization === "string") return bearer.exec(authorization)?.[1] ?? "";
  return typeof key === "string" ? key.trim() : undefined;
}
