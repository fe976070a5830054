import { isPlain } from "../editing/place";
import type { Plain } from "../shape";

/** How an app names the parts of a sign-in. */
export interface SignInKeys {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly scopes?: string;
  /** All scopes are one text. */
  readonly inOneText?: true;
}

/** The hub's `auth` as an app writes it; `undefined` where the app has nothing for it. The inverse of `oauthSaid`. */
export function oauthExpressed(auth: unknown, keys: SignInKeys): Plain | false | undefined {
  if (!isPlain(auth)) return undefined;
  if (auth.type === "none") return false;
  const { type, clientId, clientSecret, scopes, ...others } = auth;
  if (type !== "oauth" || Object.keys(others).length > 0) return undefined;
  if ((clientSecret !== undefined && !keys.clientSecret) || (scopes !== undefined && !keys.scopes)) return undefined;
  return {
    ...(clientId !== undefined && { [keys.clientId]: clientId }),
    ...(clientSecret !== undefined && keys.clientSecret && { [keys.clientSecret]: clientSecret }),
    ...(scopes !== undefined &&
      keys.scopes && { [keys.scopes]: keys.inOneText && Array.isArray(scopes) ? scopes.join(" ") : scopes }),
  };
}
