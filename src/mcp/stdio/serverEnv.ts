import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** An environment: names to values; `undefined` removes a name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of the editor's own process, which would mislead a server that is an Electron or Node program. */
const editorVariables = /^(ELECTRON_|VSCODE_|CHROME_DESKTOP$|ORIGINAL_XDG_CURRENT_DESKTOP$)/i;

/** The environment that a server starts with: the shell's without the editor's variables, overridden by the plan's entries. */
export function serverEnv(
  shell: Environment,
  own: Environment,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(shell))
    if (value !== undefined && !editorVariables.test(name)) env[name] = value;
  for (const [name, value] of Object.entries(own)) {
    // To Windows, `Path` and `PATH` are the same, and only one would be kept: the entry must replace the other.
    if (platform === "win32") for (const other of Object.keys(env)) if (sameName(other, name)) delete env[other];
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return env;
}

const sameName = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();

/** Whether a program of this name is on the environment's PATH. */
export const onPath = (program: string, env: Environment, platform: NodeJS.Platform = process.platform): boolean =>
  pathOf(program, env, platform) !== undefined;

/** The file that a program of this name is on the environment's PATH. */
export function pathOf(
  program: string,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const windows = platform === "win32";
  const value = windows ? Object.entries(env).find(([name]) => sameName(name, "PATH"))?.[1] : env.PATH;
  const endings = windows ? (env.PATHEXT ?? ".EXE;.CMD;.BAT;.COM").split(";") : [""];
  return (value ?? "")
    .split(windows ? ";" : ":")
    .filter((folder) => folder !== "")
    .flatMap((folder) => endings.map((ending) => path.join(folder, program + ending)))
    .find((file) => isProgram(file, windows));
}

/** Whether a file is a program that may be run. */
export function isProgram(file: string, windows: boolean): boolean {
  try {
    accessSync(file, windows ? constants.F_OK : constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // missing, or not executable
  }
}

/** A program with what its environment needs. */
export interface Program {
  readonly command: string;
  readonly env: Record<string, string>;
}

/**
 * The program of a plan's command. `node` without an installed Node is the editor's own: VS Code on a desktop contains one, so the sample
 * server runs everywhere.
 */
export function findProgram(
  command: string,
  env: Record<string, string>,
  platform: NodeJS.Platform = process.platform,
): Program {
  if (command !== "node" || onPath("node", env, platform)) return { command, env };
  return { command: process.execPath, env: { ...env, ELECTRON_RUN_AS_NODE: "1" } };
}
