import * as z from "zod";
import { Registration } from "./registration";

/** The private key that DPoP tokens are bound to (RFC 9449), for ES256, as a JSON web key (RFC 7518, section 6.2). A secret. */
const DpopPrivateKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
export type DpopPrivateKey = z.infer<typeof DpopPrivateKey>;

/** The tokens of one sign-in. They are secrets, and are kept only in secret storage and in memory. */
export const TokenSet = z.object({
  accessToken: z.string(),
  /** `Bearer`, or `DPoP`. */
  tokenType: z.string(),
  refreshToken: z.string().optional(),
  /** Separated by spaces: as granted, or as requested if the server did not say. */
  scope: z.string().optional(),
  /** Milliseconds since the epoch, by the clock that received it; missing if the server did not say. */
  expiresAt: z.number().optional(),
  /** How long the token was valid when it was issued, in milliseconds. */
  lifetimeMs: z.number().optional(),
  /** The authorization server that issued it. */
  issuer: z.string(),
  clientId: z.string(),
  /** The registration of that client, if it has one: the hub may have registered again since. */
  registration: Registration.optional(),
  /** Counts the token sets of one account, to tell older ones from newer ones. */
  generation: z.number(),
  dpopKey: DpopPrivateKey.optional(),
});
export type TokenSet = z.infer<typeof TokenSet>;

/** A token that expires sooner than this is replaced before it is used, in milliseconds. */
const longestMarginMs = 60_000;

/** Whether a token expires so soon that it should be replaced before it is used. */
export function isExpiring({ expiresAt, lifetimeMs = longestMarginMs * 4 }: TokenSet, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt - Math.min(longestMarginMs, lifetimeMs / 4);
}

/** Whether a token has expired. */
export const isExpired = ({ expiresAt }: TokenSet, now: number): boolean => expiresAt !== undefined && now >= expiresAt;

/** The response of a token endpoint (RFC 6749, section 5.1), with its original names. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly refresh_token?: string | undefined;
  readonly expires_in?: number | undefined;
  readonly scope?: string | undefined;
}

/** The token set that replaces `before`. What the response omits stays unchanged (RFC 6749, section 6). */
export function tokenSetOf(
  answer: TokenAnswer,
  at: { readonly issuer: string; readonly clientId: string; readonly now: number; readonly scope?: string | undefined },
  before?: TokenSet,
): TokenSet {
  const { issuer, clientId, now } = at;
  const refreshToken = answer.refresh_token ?? before?.refreshToken;
  const scope = answer.scope ?? at.scope ?? before?.scope;
  const lifetimeMs = answer.expires_in === undefined ? undefined : answer.expires_in * 1000;
  return {
    accessToken: answer.access_token,
    tokenType: answer.token_type,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(scope !== undefined && { scope }),
    ...(lifetimeMs !== undefined && { lifetimeMs, expiresAt: now + lifetimeMs }),
    issuer,
    clientId,
    generation: (before?.generation ?? 0) + 1,
    ...(before?.dpopKey && { dpopKey: before.dpopKey }),
    ...(before?.registration && { registration: before.registration }),
  };
}
