import path from "node:path";

/** What to run so that a shell, started as at a login, prints its environment. */
export interface ShellCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * The command for a shell by its name. `node` prints the environment as JSON between two marks, since profiles print things of their own:
 * every shell can start a program, while `env` differs from system to system.
 */
export function shellCommand(shell: string, node: string, mark: string): ShellCommand {
  const print = `process.stdout.write('${mark}'+JSON.stringify(process.env)+'${mark}')`;
  const run = `'${node.replaceAll("'", `'\\''`)}' -e "${print}"`;
  switch (path.basename(shell)) {
    case "pwsh":
    case "pwsh-preview":
      return { file: shell, args: ["-Login", "-Command", `& '${node.replaceAll("'", "''")}' -e "${print}"`] };
    case "nu":
      return { file: shell, args: ["-i", "-l", "-c", `^'${node}' -e "${print}"`] };
    case "xonsh":
      return { file: shell, args: ["-i", "-l", "-c", run] };
    case "csh":
    case "tcsh":
      return { file: shell, args: ["-ic", run] };
    default:
      return { file: shell, args: ["-i", "-l", "-c", run] };
  }
}

/** What a shell keeps for itself: true of the shell that printed it, and of no other process. */
const shellsOwn = new Set(["_", "PWD", "OLDPWD", "SHLVL"]);

/** The environment between the marks; `undefined` where it is not there. */
export function readMarked(output: string, mark: string): Record<string, string> | undefined {
  const [, json] = output.split(mark);
  if (json === undefined || output.split(mark).length < 3) return undefined;
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) return undefined;
  const names = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(names.filter(([name]) => !shellsOwn.has(name)));
}
