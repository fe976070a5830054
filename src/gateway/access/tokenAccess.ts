import { timingSafeEqual } from "node:crypto";
import { type Profiles, profileNamed } from "../../core/config/schema/options/profiles";
import type { Clock } from "../../core/kernel/clock";
import type { ClientRecord } from "./clientRecord";
import type { FailedAttempts } from "./failedAttempts";
import { type Access, type Admission, defaultClientLimits, type GatewayClient } from "./gatewayClient";
import { expiredToken, noToken, profileGone, unknownToken } from "./refusals";
import { shownToken, tokenDigest } from "./token";

/** The clients by the digests of their tokens. */
export interface KnownClients {
  find(digest: string): ClientRecord | undefined;
  /** Called for each admission. */
  noteUse(client: ClientRecord, now: number): void;
}

export interface TokenAccessOptions {
  readonly clients: KnownClients;
  /** Those of the settings, read for each admission: they are replaced as a whole when they change. */
  readonly profiles: () => Profiles;
  readonly failed: FailedAttempts;
  readonly clock: Pick<Clock, "now">;
}

/** What was made of a record. */
interface Made {
  /** The bytes of its digest. */
  readonly digest: Buffer;
  readonly profiles: Profiles;
  readonly admission: Admission;
}

/** Lets in who shows a token that the hub has given out. Nothing here waits: every request passes it. */
export function tokenAccess({ clients, profiles, failed, clock }: TokenAccessOptions): Access {
  const made = new WeakMap<ClientRecord, Made>();

  const madeOf = (record: ClientRecord): Made => {
    const present = profiles();
    const known = made.get(record);
    if (known?.profiles === present) return known;
    const digest = Buffer.from(record.digest);
    const next = { digest, profiles: present, admission: admissionWith(record, present) };
    made.set(record, next);
    return next;
  };

  return {
    admit(headers, from) {
      const token = shownToken(headers);
      if (token === undefined) return { refusal: noToken() };
      const shown = tokenDigest(token);
      const record = clients.find(shown);
      if (!record) return { refusal: failed.refusal(from, unknownToken()) };
      const { digest, admission } = madeOf(record);
      if (!isSame(shown, digest)) return { refusal: failed.refusal(from, unknownToken()) };
      const now = clock.now();
      if (record.expiresAt !== undefined && record.expiresAt <= now)
        return { refusal: failed.refusal(from, expiredToken(record.name, record.expiresAt)) };
      clients.noteUse(record, now);
      return admission;
    },
  };
}

/** The digest of what was shown was looked up, which tells nothing of the token; that it is equal is decided in constant time all the same. */
function isSame(shown: string, kept: Buffer): boolean {
  const bytes = Buffer.from(shown);
  return bytes.length === kept.length && timingSafeEqual(bytes, kept);
}

function admissionWith(record: ClientRecord, profiles: Profiles): Admission {
  const { id, name, scopes, profile, limits, expiresAt } = record;
  const own = profile === undefined ? [] : [profileNamed(profiles, profile)];
  if (!own.every((scope) => scope !== undefined)) return { refusal: profileGone(profile ?? "") };
  const client: GatewayClient = {
    id,
    name,
    scopes: [...scopes, ...own],
    limits: { ...defaultClientLimits, ...limits },
  };
  return expiresAt === undefined ? { client } : { client, until: expiresAt };
}
