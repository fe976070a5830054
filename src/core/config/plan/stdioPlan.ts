import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { VariableContext } from "../../kernel/ports";
import { isSecretName } from "../../kernel/redact";
import { expandHome, isAbsolutePath, joinPath } from "../schema/filePath";
import type { DebugConfig } from "../schema/program/devConfig";
import type { StdioConfig } from "../schema/serverConfig";
import { debugProblem } from "./debuggedProgram";
import { chosenProtocol } from "./httpPlan";
import type { SandboxPlan, StdioPlan } from "./launchPlan";
import type { VariableValues } from "./variableValues";

/** What the plan of a program needs from its owner. */
export interface StdioPorts {
  readonly variableContext: VariableContext;
  /** The names and values in the text of an environment file; `parseEnv` of `node:util` fits. */
  readonly parseEnv: (text: string) => Readonly<Record<string, string | undefined>>;
  /** Whether programs whose entries say so are debugged (`dev.debug`); not without it. */
  readonly debugs?: boolean;
}

/** The largest environment file that is read, in characters. */
const envFileLimit = 1_000_000;

/** The plan for a server that runs as a program. Rejects with `bad-config`, `needs-input` or `untrusted`. */
export async function stdioPlan(
  server: ServerId,
  config: StdioConfig,
  values: VariableValues,
  { variableContext, parseEnv, debugs }: StdioPorts,
): Promise<StdioPlan> {
  /** Relative paths start at the workspace folder. */
  const path = async (key: "cwd" | "envFile" | "sandbox", template: string): Promise<string> => {
    const written = expandHome(await values.fill(template), variableContext);
    if (isAbsolutePath(written)) return written;
    const why = message("config.relativePath", '"{key}" is a relative path', { key });
    return joinPath(values.workspaceFolder(why), written);
  };

  /** A program is not started by a shell, which would know the person's home folder. */
  const word = async (template: string): Promise<string> => {
    const filled = await values.fill(template);
    return template.startsWith("~") ? expandHome(filled, variableContext) : filled;
  };

  const command = await word(config.command);
  if (command.trim() === "")
    throw values.badConfig(
      message("config.commandEmpty", '"command" is empty after its variables are filled in. Name a program.'),
    );
  const args: string[] = [];
  for (const arg of config.args ?? []) args.push(await word(arg));
  const cwd = config.cwd === undefined ? values.defaultFolder() : await path("cwd", config.cwd);

  const sandbox = await sandboxPlan(config.sandbox, (template) => path("sandbox", template));
  const debug = debugs ? config.dev?.debug : undefined;
  const problem = debug && debugProblem(debug, command, sandbox);
  if (problem !== undefined) throw values.badConfig(problem);

  const env: Record<string, string | undefined> = {};
  if (config.envFile !== undefined) {
    const file = await path("envFile", config.envFile);
    Object.assign(env, parseEnv(await readEnvFile(file, variableContext, values)));
  }
  for (const [name, value] of Object.entries(config.env ?? {}))
    env[name] = value === null ? undefined : await values.fill(String(value));

  const named = [...(sandbox?.read ?? []), ...(sandbox?.write ?? [])].map((one) => ["sandbox", one] as const);
  for (const [what, text] of [["command", command], ["cwd", cwd], ...args.entries(), ...Object.entries(env), ...named])
    if (typeof text === "string" && text.includes("\0"))
      throw values.badConfig(
        message("config.nullCharacter", '"{name}" contains a null character. Remove it.', {
          name: typeof what === "number" ? `args[${what}]` : what,
        }),
      );
  const { inheritEnv } = config;
  return {
    kind: "stdio",
    server,
    command,
    args,
    cwd,
    env,
    ...(inheritEnv && { inheritEnv }),
    ...(sandbox && { sandbox }),
    ...(debug && { debug: { ...debug, ...(await debugpyPath(debug, word)) } }),
    ...chosenProtocol(config),
    ...values.secrets(...Object.entries(env).flatMap(([name, value]) => (value && isSecretName(name) ? [value] : []))),
  };
}

async function debugpyPath(
  { debugpyPath }: DebugConfig,
  word: (template: string) => Promise<string>,
): Promise<Pick<DebugConfig, "debugpyPath">> {
  return debugpyPath === undefined ? {} : { debugpyPath: await word(debugpyPath) };
}

async function sandboxPlan(
  sandbox: StdioConfig["sandbox"],
  path: (template: string) => Promise<string>,
): Promise<SandboxPlan | undefined> {
  if (sandbox === undefined || sandbox === false) return undefined;
  const { read = [], write = [], network = false } = sandbox === true ? {} : sandbox;
  const all = async (templates: readonly string[]) => {
    const filled: string[] = [];
    for (const template of templates) filled.push(await path(template)); // one after the other: each may ask the person
    return filled;
  };
  return { read: await all(read), write: await all(write), network };
}

async function readEnvFile(file: string, variableContext: VariableContext, values: VariableValues): Promise<string> {
  let text: string;
  try {
    text = await variableContext.readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw values.badConfig(
      message(
        "config.envFileUnreadable",
        'its environment file cannot be read: {reason}. Correct "envFile", or create {file}.',
        { reason, file },
      ),
      { cause: error },
    );
  }
  if (text.length > envFileLimit)
    throw values.badConfig(
      message("config.envFileTooLarge", 'its environment file {file} is larger than a megabyte. Correct "envFile".', {
        file,
      }),
    );
  return text.replace(/^\ufeff/, "");
}
