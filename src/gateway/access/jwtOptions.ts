import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";

/** What signs the tokens: a secret that both sides have (HS256), or the public keys of the issuer (RS256, ES256), never both. */
export type JwtKeys =
  | { readonly secret: string }
  /** A file with a JSON Web Key Set (RFC 7517), read again when it changes. */
  | { readonly file: string }
  | { readonly url: string };

export interface JwtOptions {
  readonly keys: JwtKeys;
  /** The `iss` that tokens must have. */
  readonly issuer: string;
  /** The `aud` that tokens must have, among others. */
  readonly audience: string;
  /** How far the clocks may differ, in seconds. */
  readonly clockSkewSeconds?: number;
}

/** A shorter secret could be guessed from one token (RFC 7518, section 3.2). */
const secretBytes = 32;
const skewLimit = 300;

/** Throws a `HubError` for options under which tokens would not be safe. */
export function checkJwtOptions({ keys, issuer, audience, clockSkewSeconds = 0 }: JwtOptions): void {
  const problem =
    issuer === "" || audience === ""
      ? message("gateway.jwtNames", "name the issuer and the audience that they must have")
      : "secret" in keys && Buffer.byteLength(keys.secret) < secretBytes
        ? message("gateway.jwtSecret", "the secret must have at least {bytes} bytes", { bytes: secretBytes })
        : "url" in keys && !isSafe(keys.url)
          ? message("gateway.jwtAddress", "the address of the keys must begin with https:")
          : clockSkewSeconds < 0 || clockSkewSeconds > skewLimit
            ? message("gateway.jwtSkew", "clocks may differ by at most {seconds} seconds", { seconds: skewLimit })
            : undefined;
  if (problem === undefined) return;
  throw new HubError(
    "bad-config",
    message("gateway.jwtUnsafe", "Signed tokens (JWT) are not accepted like this: {problem}.", { problem }),
  );
}

/** Keys that came over the network in plain text could be anybody's. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}
