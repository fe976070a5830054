import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { HubError } from "../../core/kernel/hubError";
import { knownSecrets } from "../../core/kernel/secrets/knownSecrets";
import { message } from "../../protocol/message";
import { codeOf, isAbsent } from "../../protocol/systemError";

/** The key that seals the sign-ins. Every method rejects with `bad-config` where it cannot be used. */
export interface SealingKey {
  /** The key; `undefined` where none was made yet. */
  find(): Promise<Uint8Array | undefined>;
  /** The same, made where it is missing. */
  get(): Promise<Uint8Array>;
  /** Where it is, for people. */
  readonly shown: string;
}

const keyBytes = 32;

/** A key in a file for the user alone, which is made when it is first needed. */
export function keyFile(path: string): SealingKey {
  const find = async () => {
    try {
      const [text, { mode }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
      if (process.platform !== "win32" && (mode & 0o077) !== 0)
        throw unusable(path, message("signInKey.open", "others may read it; run chmod 600 on it"));
      return keyIn(text, path);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error instanceof HubError ? error : unusable(path, codeOf(error) ?? String(error), error);
    }
  };
  return {
    shown: path,
    find,
    async get() {
      const found = await find();
      if (found) return found;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const file = await open(path, "wx", 0o600);
        const made = randomBytes(keyBytes);
        await file.writeFile(`${made.toString("base64url")}\n`).finally(() => file.close());
        return made;
      } catch (error) {
        // Another process has just made it.
        const theirs = codeOf(error) === "EEXIST" ? await find() : undefined;
        if (theirs) return theirs;
        throw unusable(path, codeOf(error) ?? String(error), error);
      }
    },
  };
}

/** A key that is kept elsewhere, as the secret of this name. */
export function namedKey(name: string, secret: (name: string) => Promise<string | undefined>): SealingKey {
  const shown = message("signInKey.named", 'the secret "{name}"', { name });
  const get = async () => {
    const text = await secret(name);
    if (text === undefined) throw unusable(shown, message("signInKey.missing", "there is no such secret"));
    return keyIn(text, shown);
  };
  return { shown, find: get, get };
}

/** 32 bytes in base64, base64url or hexadecimal. */
function keyIn(text: string, shown: string): Uint8Array {
  const plain = text.trim();
  const key = Buffer.from(plain, /^[\da-f]{64}$/i.test(plain) ? "hex" : "base64");
  if (key.length !== keyBytes || !/^[\w+/=-]+$/.test(plain))
    throw unusable(
      shown,
      message("signInKey.malformed", "it must hold 32 random bytes in base64, as openssl rand -base64 32 prints them"),
    );
  knownSecrets.add([plain]);
  return key;
}

const unusable = (shown: string, why: string, cause?: unknown) =>
  new HubError(
    "bad-config",
    message("signInKey.unusable", "The key of the sign-ins, {key}, cannot be used: {why}.", { key: shown, why }),
    { cause },
  );
