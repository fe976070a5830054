import { parse } from "jsonc-parser/lib/esm/main.js";
import * as z from "zod";
import { message } from "../../../protocol/message";
import { HubError } from "../../kernel/hubError";
import { issueSentence } from "./issueSentence";

/** A program that prints the secret of a name. */
const SecretCommand = z.strictObject({
  command: z.string().min(1),
  /** `{name}` in them stands for the name of the secret; where none has it, the name is the last argument. */
  args: z.array(z.string()).max(100).default([]),
  timeoutSeconds: z.number().min(1).max(300).default(30),
  /** How long a value is used before the program is asked again. */
  cacheSeconds: z.number().min(0).max(86_400).default(300),
});
export type SecretCommand = z.infer<typeof SecretCommand>;

/** Where a configuration file of the command line says that secrets come from, beside the environment. */
const SecretSources = z.object({
  /** A folder with a file for each secret. */
  secretsFolder: z.string().min(1).optional(),
  secretCommand: SecretCommand.optional(),
  /** The name of the secret that seals the sign-ins. */
  signInKey: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
});
export type SecretSources = z.infer<typeof SecretSources>;

/**
 * Reads what a configuration file says about secrets: its keys `secretsFolder`, `secretCommand` and `signInKey`. Throws `bad-config` for a
 * value that cannot be used. A file that is not JSON has none: `readConfigFile` says what is wrong with it.
 */
export function readSecretSources(text: string, path: string): SecretSources {
  const content: unknown = parse(text.replace(/^\ufeff/, ""), [], { allowTrailingComma: true });
  const written = z.record(z.string(), z.unknown()).safeParse(content).data ?? {};
  const read = SecretSources.safeParse(written);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const problem = issue ? issueSentence(issue, written) : "";
  throw new HubError("bad-config", message("config.badSecretSource", "{path}: {problem}", { path, problem }));
}
