import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
} from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import type { AuditKey } from "../../core/audit/auditPorts";
import { codeOf } from "../../protocol/systemError";

/** Where the private key is kept. `add` keeps what is there already: two windows may begin at the same time. */
export interface KeyStore {
  get(): Promise<string | undefined>;
  add(text: string): Promise<void>;
}

/** A private key in PKCS #8, Base64, and the salt of digests, hexadecimal. */
const Stored = z.object({ privateKey: z.string(), salt: z.string().regex(/^[\da-f]{64}$/) });

export interface SigningKey extends AuditKey {
  /** In PEM (RFC 7468). */
  readonly publicKey: string;
}

/** The Ed25519 key of this installation; made where there is none. Rejects where it cannot be read or kept. */
export async function signingKey(store: KeyStore): Promise<SigningKey> {
  const known = await store.get();
  if (known !== undefined) return keyIn(known);
  const { privateKey } = generateKeyPairSync("ed25519");
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  await store.add(JSON.stringify({ privateKey: der.toString("base64"), salt: randomBytes(32).toString("hex") }));
  const kept = await store.get();
  if (kept === undefined) throw new Error("The key of the audit is not kept.");
  return keyIn(kept);
}

function keyIn(text: string): SigningKey {
  const { privateKey, salt } = Stored.parse(JSON.parse(text));
  const key = createPrivateKey({ key: Buffer.from(privateKey, "base64"), type: "pkcs8", format: "der" });
  const publicKey = createPublicKey(key);
  return {
    id: keyId(publicKey),
    salt,
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    sign: (text) => sign(null, Buffer.from(text), key).toString("base64"),
  };
}

/** The first 16 hexadecimal digits of the SHA-256 of the public key in DER (SubjectPublicKeyInfo). */
export const keyId = (key: KeyObject): string =>
  createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);

/** A key in a file that only its owner may read. */
export const keyFile = (file: string): KeyStore => ({
  get: () => textOf(file),
  add: async (text) => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const next = `${file}.${randomUUID()}`;
    await writeFile(next, text, { mode: 0o600 });
    try {
      await link(next, file); // whole at once: another process never reads half a key
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error; // another process was faster: its key counts
    } finally {
      await rm(next, { force: true });
    }
  },
});

/** A small text file; `undefined` if it does not exist. */
export function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: unknown) => {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  });
}

const isCode = (error: unknown, code: string): boolean => codeOf(error) === code;
