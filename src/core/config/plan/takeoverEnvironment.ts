import { message } from "../../../protocol/message";
import type { StdioConfig } from "../schema/serverConfig";
import type { Options } from "../schema/settings";

/** What a person's own settings say about the environment of a workspace's programs. */
export type EnvironmentLimits = () => Pick<Options, "allowedEnvironment" | "inheritEnv">;

/**
 * Names of environment variables that decide which program runs, what it loads, or where it gets its packages: anyone who sets one of them
 * can run something else than the program that was shown. `*` stands for any text. Compared without regard to case, as Windows and npm do.
 */
const names = [
  "PATH PATHEXT COMSPEC SHELL ENV BASH_ENV BASH_FUNC_* PROMPT_COMMAND IFS ZDOTDIR HOME USERPROFILE APPDATA PSMODULEPATH",
  "LD_* DYLD_* GCONV_PATH GLIBC_TUNABLES ELECTRON_RUN_AS_NODE",
  "NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE NODE_TLS_REJECT_UNAUTHORIZED NPM_CONFIG_* YARN_* PNPM_* BUN_* DENO_*",
  "PYTHONPATH PYTHONSTARTUP PYTHONHOME PYTHONUSERBASE PYTHONBREAKPOINT PYTHONINSPECT PYTHONWARNINGS PYTHONPLATLIBDIR PIP_* PIPX_* UV_* VIRTUAL_ENV",
  "RUBYOPT RUBYLIB GEM_HOME GEM_PATH BUNDLE_* PERL5LIB PERL5OPT PERL5DB PERLLIB PHPRC PHP_INI_SCAN_DIR LUA_PATH LUA_CPATH LUA_INIT",
  "JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS JAVA_HOME CLASSPATH MAVEN_OPTS GRADLE_OPTS",
  "DOTNET_* CORECLR_* COR_* GOFLAGS GOPROXY GONOSUMDB GOROOT CARGO_* RUSTC RUSTC_WRAPPER RUSTFLAGS DOCKER_HOST DOCKER_CONFIG",
  "GIT_SSH GIT_SSH_COMMAND GIT_EXTERNAL_DIFF GIT_CONFIG GIT_CONFIG_* GIT_ASKPASS GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_PAGER GIT_PROXY_COMMAND GIT_EXEC_PATH GIT_TEMPLATE_DIR",
  "SSH_ASKPASS EDITOR VISUAL PAGER BROWSER LESSOPEN LESSCLOSE MANPAGER",
].flatMap((line) => line.split(" "));

const exact = new Set(names.filter((name) => !name.endsWith("*")));
const beginnings = names.filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));

/** Whether a program that gets this variable may run something else than was shown. */
export function takesOver(name: string): boolean {
  const upper = name.toUpperCase();
  return exact.has(upper) || beginnings.some((beginning) => upper.startsWith(beginning));
}

/** The names that a workspace's entry sets. `null` takes a variable away, which takes nothing over. */
export const namesSet = (env: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(env).filter((name) => env[name] !== null && env[name] !== undefined);

/**
 * What is wrong with the environment that a workspace gives a program; `undefined` if nothing is. It continues the sentence that starts
 * with the server's name.
 */
export function environmentProblem(
  set: readonly string[],
  { inheritEnv = [] }: Pick<StdioConfig, "inheritEnv">,
  limits: ReturnType<EnvironmentLimits>,
): string | undefined {
  const allowed = new Set(limits.allowedEnvironment.map((name) => name.toUpperCase()));
  const taking = set.find((name) => takesOver(name) && !allowed.has(name.toUpperCase()));
  if (taking !== undefined)
    return message(
      "config.takeover",
      'it sets the environment variable "{name}", with which a workspace could run something other than the program that you see. If you trust it, add "{name}" to mcpHub.allowedEnvironment in your user settings; otherwise remove it from the entry.',
      { name: taking.slice(0, 80) },
    );
  const inherited = inheritEnv.find((name) => !limits.inheritEnv.includes(name) && !allowed.has(name.toUpperCase()));
  if (inherited !== undefined)
    return message(
      "config.inheritWidens",
      'its "inheritEnv" names "{name}", but a workspace may not decide what its programs get from your environment. Add "{name}" to mcpHub.inheritEnv in your user settings, or remove it from the entry.',
      { name: inherited.slice(0, 80) },
    );
  return undefined;
}
