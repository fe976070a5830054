import * as z from "zod";
import { Registration } from "../config/schema/registration";

/** The private key that DPoP tokens are bound to (RFC 9449), for ES256, as a JSON web key (RFC 7518, section 6.2). A secret. */
const DpopPrivateKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
export type DpopPrivateKey = z.infer<typeof DpopPrivateKey>;

/** What one sign-in gave. Holds secrets: it lives in secret storage and in memory, nowhere else. */
export const TokenSet = z.object({
  accessToken: z.string(),
  /** `Bearer`, or `DPoP`. */
  tokenType: z.string(),
  refreshToken: z.string().optional(),
  /** Space-separated, as granted; as asked for where the server did not say. */
  scope: z.string().optional(),
  /** Milliseconds since the epoch, by the clock that received it; missing where the server did not say. */
  expiresAt: z.number().optional(),
  /** Milliseconds that it was given for. */
  lifetimeMs: z.number().optional(),
  /** The authorization server that issued it. */
  issuer: z.string(),
  clientId: z.string(),
  /** The registration of that client, where it has one: the hub may have registered anew since. */
  registration: Registration.optional(),
  /** Counts the token sets of one account, so that an older one is told from a newer one. */
  generation: z.number(),
  dpopKey: DpopPrivateKey.optional(),
});
export type TokenSet = z.infer<typeof TokenSet>;

/** A token that has less than this left is replaced before it is used, in milliseconds. */
const longestMarginMs = 60_000;

/** Whether a token should be replaced before it is used: little of its time is left. */
export function isExpiring({ expiresAt, lifetimeMs = longestMarginMs * 4 }: TokenSet, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt - Math.min(longestMarginMs, lifetimeMs / 4);
}

/** Whether its time is over. */
export const isExpired = ({ expiresAt }: TokenSet, now: number): boolean => expiresAt !== undefined && now >= expiresAt;

/** A token endpoint's answer (RFC 6749, section 5.1), with names as it has them. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly refresh_token?: string | undefined;
  readonly expires_in?: number | undefined;
  readonly scope?: string | undefined;
}

/** The token set that follows `before`: what the answer leaves out stays as it was (RFC 6749, section 6). */
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
