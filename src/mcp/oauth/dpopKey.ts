import { createHash } from "node:crypto";
import { type DpopKeyPair, DpopSession, generateDpopKeyPair } from "@modelcontextprotocol/client";
import type { DpopPrivateKey } from "../../core/auth/tokenSet";

interface Made {
  readonly key: DpopPrivateKey;
  readonly session: DpopSession;
}

/**
 * The key that DPoP tokens are bound to (RFC 9449), created when it is first needed. It is stored with the tokens in secret storage, so that
 * they work after a reload and in other windows.
 */
export class DpopKey {
  private made: Promise<Made> | undefined;

  /** Signs with the stored key of the tokens, or else with the present key. */
  async session(stored?: DpopPrivateKey): Promise<DpopSession> {
    const present = this.made && (await this.made);
    if (stored && present?.key.x !== stored.x) this.made = restored(stored);
    return (await this.present()).session;
  }

  /** The present key, to be stored with the tokens that are bound to it. */
  async key(): Promise<DpopPrivateKey> {
    return (await this.present()).key;
  }

  private present(): Promise<Made> {
    this.made ??= fresh();
    return this.made;
  }
}

async function fresh(): Promise<Made> {
  const keyPair = await generateDpopKeyPair({ extractable: true });
  const { x = "", y = "", d = "" } = await crypto.subtle.exportKey("jwk", keyPair.privateKey);
  return { key: { kty: "EC", crv: "P-256", x, y, d }, session: await DpopSession.create({ keyPair }) };
}

async function restored(key: DpopPrivateKey): Promise<Made> {
  const { kty, crv, x, y } = key;
  const publicJwk = { kty, crv, x, y };
  const curve = { name: "ECDSA", namedCurve: crv };
  const keyPair: DpopKeyPair = {
    privateKey: await crypto.subtle.importKey("jwk", key, curve, false, ["sign"]),
    publicKey: await crypto.subtle.importKey("jwk", publicJwk, curve, true, ["verify"]),
    publicJwk,
    // RFC 7638: the required members of the key, in alphabetical order.
    thumbprint: createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url"),
    alg: "ES256",
  };
  return { key, session: await DpopSession.create({ keyPair }) };
}
