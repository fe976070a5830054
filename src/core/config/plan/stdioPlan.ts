import type { ServerId } from "../../../protocol/hubEvent";
import type { VariableContext } from "../../kernel/ports";
import { expandHome, isAbsolutePath, joinPath } from "../schema/filePath";
import type { StdioConfig } from "../schema/serverConfig";
import { chosen } from "./httpPlan";
import type { StdioPlan } from "./launchPlan";
import type { VariableValues } from "./variableValues";

export interface StdioPorts {
  readonly variableContext: VariableContext;
  /** The names and values in the text of an environment file; `parseEnv` of `node:util` fits. */
  readonly parseEnv: (text: string) => Readonly<Record<string, string | undefined>>;
}

/** An environment file larger than this is none, in characters. */
const envFileLimit = 1_000_000;

/** The plan for a server that runs as a program. Rejects with `bad-config`, `needs-input` or `untrusted`. */
export async function stdioPlan(
  server: ServerId,
  config: StdioConfig,
  values: VariableValues,
  { variableContext, parseEnv }: StdioPorts,
): Promise<StdioPlan> {
  /** Relative paths start at the workspace folder. */
  const path = async (key: "cwd" | "envFile", template: string): Promise<string> => {
    const written = expandHome(await values.fill(template), variableContext);
    return isAbsolutePath(written) ? written : joinPath(values.workspaceFolder(`"${key}" is a relative path`), written);
  };

  const command = await values.fill(config.command);
  if (command.trim() === "") throw values.badConfig('"command" is empty once its variables are filled in.');
  const args: string[] = [];
  for (const arg of config.args ?? []) args.push(await values.fill(arg));
  const cwd = config.cwd === undefined ? values.defaultFolder() : await path("cwd", config.cwd);

  const env: Record<string, string | undefined> = {};
  if (config.envFile !== undefined) {
    const file = await path("envFile", config.envFile);
    Object.assign(env, parseEnv(await readEnvFile(file, variableContext, values)));
  }
  for (const [name, value] of Object.entries(config.env ?? {}))
    env[name] = value === null ? undefined : await values.fill(String(value));

  for (const [what, text] of [["command", command], ["cwd", cwd], ...args.entries(), ...Object.entries(env)])
    if (typeof text === "string" && text.includes("\0"))
      throw values.badConfig(`"${typeof what === "number" ? `args[${what}]` : what}" holds a null character.`);
  return { kind: "stdio", server, command, args, cwd, env, ...chosen(config), ...values.secrets() };
}

async function readEnvFile(file: string, variableContext: VariableContext, values: VariableValues): Promise<string> {
  let text: string;
  try {
    text = await variableContext.readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw values.badConfig(`its environment file cannot be read: ${reason}. Correct "envFile", or create ${file}.`, {
      cause: error,
    });
  }
  if (text.length > envFileLimit)
    throw values.badConfig(`its environment file ${file} is larger than a megabyte. Correct "envFile".`);
  return text.replace(/^\ufeff/, "");
}
