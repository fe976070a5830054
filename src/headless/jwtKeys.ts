import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { HubError } from "../core/kernel/hubError";
import { knownSecrets } from "../core/kernel/secrets/knownSecrets";
import { message } from "../protocol/message";
import { codeOf } from "../protocol/systemError";
import type { JwtCommand } from "./serveCommand";

/** What checks signed tokens, once it was read: the secret, or where the keys are. Rejects with `bad-config`. */
export async function jwtKeys({ keys }: JwtCommand): Promise<{ secret: string } | { file: string } | { url: string }> {
  if ("keys" in keys) return /^https?:/i.test(keys.keys) ? { url: keys.keys } : { file: resolve(keys.keys) };
  const secret = "secret" in keys ? keys.secret : await secretIn(resolve(keys.secretFile));
  knownSecrets.add([secret]);
  return { secret };
}

async function secretIn(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).replace(/\r?\n$/, "");
  } catch (error) {
    const why = codeOf(error) ?? String(error);
    throw new HubError(
      "bad-config",
      message(
        "serve.jwtSecretFile",
        "The secret of signed tokens in {path} cannot be read: {why}. Correct --jwt-secret-file.",
        {
          path,
          why,
        },
      ),
      { cause: error },
    );
  }
}
