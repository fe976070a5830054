import { readFile, stat } from "node:fs/promises";
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { message } from "../../protocol/message";
import type { JwtKeys, JwtOptions } from "./jwtOptions";

/** What was found out about a token. `problem` ends a sentence; `unreadable`: the keys could not be had, so nothing is known. */
export type Verdict = { readonly claims: JWTPayload } | { readonly problem: string } | { readonly unreadable: unknown };

/** Keys of an issuer, in milliseconds: how long they are used, and how soon an unknown key makes the hub ask again. */
const keysMaxAgeMs = 600_000;
const keysPauseMs = 30_000;
const keysTimeoutMs = 5_000;

/** The keys file is a small one; what is larger is not read. */
const keysBytes = 1024 * 1024;

class UnreadableKeys extends Error {}

/** Checks signature, issuer, audience and times. The algorithms follow from the keys, never from the token (RFC 8725, section 3.1). */
export function jwtVerifier({ keys, issuer, audience, clockSkewSeconds = 30 }: JwtOptions, now: () => number) {
  const algorithms = "secret" in keys ? ["HS256"] : ["RS256", "ES256"];
  const getKey = keySource(keys);
  return async (token: string): Promise<Verdict> => {
    try {
      const { payload } = await jwtVerify(token, getKey, {
        algorithms,
        issuer,
        audience,
        clockTolerance: clockSkewSeconds,
        requiredClaims: ["exp"],
        currentDate: new Date(now()),
      });
      return { claims: payload };
    } catch (error) {
      return verdictOn(error);
    }
  };
}

function keySource(keys: JwtKeys): JWTVerifyGetKey {
  if ("file" in keys) return fileKeys(keys.file);
  if ("url" in keys)
    return createRemoteJWKSet(new URL(keys.url), {
      timeoutDuration: keysTimeoutMs,
      cooldownDuration: keysPauseMs,
      cacheMaxAge: keysMaxAgeMs,
    });
  const secret = new TextEncoder().encode(keys.secret);
  return async () => secret;
}

/** The keys of a file, which is read again when it has changed. */
function fileKeys(file: string): JWTVerifyGetKey {
  let readAt = Number.NaN;
  let read: JWTVerifyGetKey | undefined;
  return async (header, token) => {
    try {
      const { mtimeMs, size } = await stat(file);
      if (mtimeMs !== readAt || !read) {
        if (size > keysBytes) throw new Error(`it has more than ${keysBytes} bytes`);
        read = createLocalJWKSet(JSON.parse(await readFile(file, "utf8")));
        readAt = mtimeMs;
      }
    } catch (error) {
      throw new UnreadableKeys(file, { cause: error });
    }
    return read(header, token);
  };
}

function verdictOn(error: unknown): Verdict {
  if (error instanceof errors.JWTExpired) return { problem: message("gateway.jwtExpired", "it has expired") };
  if (error instanceof errors.JWTClaimValidationFailed)
    return { problem: message("gateway.jwtClaim", 'its "{claim}" does not fit', { claim: error.claim }) };
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return { problem: message("gateway.jwtSignature", "its signature is wrong") };
  if (error instanceof errors.JOSEAlgNotAllowed)
    return { problem: message("gateway.jwtAlgorithm", "it is signed in a way that this hub does not accept") };
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return { problem: message("gateway.jwtKey", "its issuer has no such key") };
  if (
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JOSENotSupported
  )
    return { problem: message("gateway.jwtMalformed", "it is not a signed token (JWT)") };
  return { unreadable: error };
}
