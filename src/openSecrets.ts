import { dirname, join } from "node:path";
import type { SignInStorage } from "./composeHeadless";
import { readSecretSources, type SecretSources } from "./core/config/reading/secretSources";
import { systemClock } from "./core/kernel/clock";
import { stateFolderHere } from "./headless/fileState";
import type { RunProgram } from "./headless/secrets/secretProgram";
import { SourcedSecrets } from "./headless/secrets/sourcedSecrets";
import { SealedFile } from "./headless/signIn/sealedFile";
import { keyFile, namedKey } from "./headless/signIn/sealingKey";
import { fileLock } from "./mcp/oauth/fileLock";
import { processSystem } from "./mcp/processes/processTree";
import { runProgram } from "./mcp/processes/runProgram";
import { withoutHubVariables } from "./mcp/stdio/inheritedEnv";

/** What a configuration file's servers are given of secrets, and who is signed in to them. */
export interface OpenSecrets {
  readonly secrets: SourcedSecrets;
  readonly signIns: SignInStorage & { readonly file: SealedFile };
}

/** Opens the secrets and the sign-ins of a configuration file. Rejects with `bad-config` where they cannot be used. */
export async function openSecrets(text: string, path: string, report: (error: unknown) => void): Promise<OpenSecrets> {
  const sources = readSecretSources(text, path);
  const system = processSystem(report);
  const run: RunProgram = (command, args, signal) => {
    const env = withoutHubVariables(process.env);
    return runProgram({ command, args, env, reads: true }, { clock: systemClock, system }, signal);
  };
  const secrets = new SourcedSecrets(sources, {
    env: process.env,
    directory: dirname(path),
    run,
    clock: systemClock,
    report,
  });
  const folder = join(stateFolderHere(), "sign-in");
  const lock = fileLock({ folder: join(folder, "locks"), clock: systemClock });
  const key = keyOf(sources, secrets, join(folder, "key"));
  const file = await SealedFile.open({ path: join(folder, "sign-ins.jwe"), key, lock, report });
  return { secrets, signIns: { file, lock, secrets: file.secrets, state: file.state } };
}

function keyOf({ signInKey }: SecretSources, secrets: SourcedSecrets, path: string) {
  if (signInKey === undefined) return keyFile(path);
  const variable = `MCP_HUB_INPUT_${signInKey.replace(/[.-]/g, "_")}`;
  return namedKey(signInKey, async (name) => process.env[variable] ?? secrets.named(name));
}
