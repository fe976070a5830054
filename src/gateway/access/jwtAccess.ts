import { type Profiles, profileNamed } from "../../core/config/schema/options/profiles";
import type { Clock } from "../../core/kernel/clock";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { claimScopes } from "./claimScopes";
import type { FailedAttempts } from "./failedAttempts";
import { type Access, type Admission, type ClientLimits, defaultClientLimits } from "./gatewayClient";
import { checkJwtOptions, type JwtOptions } from "./jwtOptions";
import type { Verdict } from "./jwtVerifier";
import { badJwt, keysMissing, noScopeInJwt, profileGone } from "./refusals";
import { shownToken, tokenDigest } from "./token";

export interface JwtAccessOptions extends JwtOptions {
  /** Decides on every token that is not a JWT. */
  readonly others: Access;
  readonly profiles: () => Profiles;
  /** The profile that bounds every token, whatever it says itself. */
  readonly profile?: string | undefined;
  readonly failed: FailedAttempts;
  readonly limits?: Partial<ClientLimits>;
  readonly clock: Pick<Clock, "now">;
  /** Hears why keys cannot be read. */
  readonly report: (error: unknown) => void;
}

type Claims = Readonly<Record<string, unknown>>;

/** A token that was checked, by the digest of its text, and until when that holds. */
interface Checked {
  readonly claims: Claims;
  readonly until: number;
  readonly profiles: Profiles;
  readonly admission: Admission;
}

/** How long a checked token is not checked again, in milliseconds, and how many are remembered. */
const checkedMs = 60_000;
const checkedLimit = 1000;

/** Three parts in base64url (RFC 7515, section 7.1). No token of the hub has points. */
const jwtShape = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Names that can be ids as they are. */
const plainSubject = /^[\w.@|:-]{1,100}$/;

/** Lets in who shows a token that a known issuer has signed for this hub. Throws a `HubError` for options that are not safe. */
export function jwtAccess(options: JwtAccessOptions): Access {
  checkJwtOptions(options);
  const { clock, profiles, failed, others, report } = options;
  const checked = new Map<string, Checked>();
  let verifier: Promise<(token: string) => Promise<Verdict>> | undefined;

  const verified = async (token: string): Promise<Verdict> => {
    // The library is loaded with the first token.
    verifier ??= import("./jwtVerifier").then(({ jwtVerifier }) => jwtVerifier(options, () => clock.now()));
    return (await verifier)(token);
  };

  const remember = (digest: string, claims: Claims): Admission => {
    const present = profiles();
    const admission = admissionOf(claims, present, options);
    checked.delete(digest);
    checked.set(digest, {
      claims,
      until: Math.min(expiryOf(claims), clock.now() + checkedMs),
      profiles: present,
      admission,
    });
    const [oldest] = checked.keys();
    if (checked.size > checkedLimit && oldest !== undefined) checked.delete(oldest);
    return admission;
  };

  const check = async (token: string, digest: string, from: string): Promise<Admission> => {
    const verdict = await verified(token);
    if ("claims" in verdict) return remember(digest, verdict.claims);
    if ("problem" in verdict) return { refusal: failed.refusal(from, badJwt(verdict.problem)) };
    report(verdict.unreadable);
    return { refusal: keysMissing() };
  };

  return {
    admit(headers, from) {
      const token = shownToken(headers);
      if (token === undefined || !jwtShape.test(token)) return others.admit(headers, from);
      const digest = tokenDigest(token);
      const known = checked.get(digest);
      if (!known || known.until <= clock.now()) return check(token, digest, from);
      return known.profiles === profiles() ? known.admission : remember(digest, known.claims);
    },
  };
}

function admissionOf(claims: Claims, profiles: Profiles, { profile, limits }: JwtAccessOptions): Admission {
  const subject = [claims.sub, claims.client_id, claims.azp].find(isName);
  if (subject === undefined)
    return { refusal: badJwt(message("gateway.jwtSubject", 'it does not say whose it is ("sub" or "client_id")')) };
  const scopes = claimScopes(claims, profiles);
  if (scopes === "nothing") return { refusal: noScopeInJwt() };
  if ("gone" in scopes) return { refusal: profileGone(scopes.gone) };
  const bounds = profile === undefined ? [] : [profileNamed(profiles, profile)];
  if (!bounds.every((scope) => scope !== undefined)) return { refusal: profileGone(profile ?? "") };
  const name = [claims.name, claims.preferred_username, claims.client_id].find(isName) ?? subject;
  return {
    until: expiryOf(claims),
    client: {
      id: `jwt:${plainSubject.test(subject) ? subject : tokenDigest(subject)}`,
      name: safeLine(name, 100),
      scopes: [...scopes, ...bounds],
      limits: { ...defaultClientLimits, ...limits },
    },
  };
}

/** In milliseconds since the epoch. A token without it was refused before. */
const expiryOf = ({ exp }: Claims): number => (typeof exp === "number" ? exp * 1000 : 0);

const isName = (claim: unknown): claim is string => typeof claim === "string" && claim !== "";
