import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { homedir, userInfo } from "node:os";
import path from "node:path";

/** Where the shell's environment comes from. Tests pass their own. */
export interface ShellSource {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly node: string;
  readonly limitMs: number;
  /** Hears, in one line, why the shell's environment could not be read. */
  readonly report: (message: string) => void;
  /** Sends a signal, as `process.kill` does. */
  readonly kill: (pid: number, signal: "SIGKILL") => void;
}

/** How much a shell may print before it is given up, in bytes. */
const outputLimit = 4 * 1024 * 1024;

/**
 * The environment that the person's login shell sets up, which an editor started from the dock or the menu does not have: `npx`
 * and `uvx` are often found only there. Read once, on the first call; this process's own environment where it cannot be read, on
 * Windows, under CI, and where `MCP_HUB_SHELL_ENV=0` says so.
 */
export function loginShellEnv(
  source: Pick<ShellSource, "report"> & Partial<ShellSource>,
): () => Promise<NodeJS.ProcessEnv> {
  const full: ShellSource = {
    env: process.env,
    platform: process.platform,
    node: process.execPath,
    limitMs: 5000,
    kill: (pid, signal) => process.kill(pid, signal),
    ...source,
  };
  let read: Promise<NodeJS.ProcessEnv> | undefined;
  return () => {
    read ??= isWanted(full) ? readOrOwn(full) : Promise.resolve({ ...full.env });
    return read;
  };
}

const isWanted = ({ env, platform }: ShellSource): boolean =>
  platform !== "win32" && !env.CI && env.MCP_HUB_SHELL_ENV !== "0";

async function readOrOwn(source: ShellSource): Promise<NodeJS.ProcessEnv> {
  try {
    return await readFrom(source.env.SHELL || userInfo().shell || "/bin/sh", source);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    source.report(
      `The environment of your login shell could not be read: ${why}. Servers start with the editor's own; MCP_HUB_SHELL_ENV=0 skips the shell.`,
    );
    return { ...source.env };
  }
}

/** Rejects when the shell cannot be started, prints no environment, prints too much, or takes too long. */
function readFrom(shell: string, { env, node, limitMs, kill, report }: ShellSource): Promise<NodeJS.ProcessEnv> {
  const mark = randomUUID();
  const { file, args } = shellCommand(shell, node, mark);
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: homedir(),
      // The editor's program is Node only if told so; the name never reaches a server (`serverEnv`).
      env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
      stdio: ["ignore", "pipe", "ignore"],
      // Without a terminal of its own, an interactive shell that reaches for the editor's terminal would be stopped.
      detached: true,
    });
    let settled = false;
    const settle = (settleWith: () => void) => {
      if (settled) return;
      settled = true;
      // First: whatever fails while tidying up, every server waits for this answer.
      settleWith();
      clearTimeout(timer);
      child.stdout.destroy();
      if (child.pid !== undefined) killGroup(child.pid, kill, report);
    };
    const fail = (why: string) => settle(() => reject(new Error(why)));
    const timer = setTimeout(() => fail(`${shell} took longer than ${limitMs / 1000} seconds`), limitMs);
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > outputLimit) fail(`${shell} printed too much`);
      const printed = Buffer.concat(chunks).toString("utf8");
      const found = printed.endsWith(mark) && readMarked(printed, mark);
      if (found) settle(() => resolve(found));
    });
    child.on("error", (error) => fail(error.message));
    child.on("close", (code) => fail(`${shell} ended with exit code ${code} and printed no environment`));
  });
}

/** Whatever the profile left running in the shell's group goes with it. */
function killGroup(pid: number, kill: ShellSource["kill"], report: ShellSource["report"]): void {
  try {
    kill(-pid, "SIGKILL");
  } catch (error) {
    // macOS says EPERM, not ESRCH, of a group whose last processes have ended and wait to be collected.
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "EPERM") report(`What your login shell started could not be ended: ${error}`);
  }
}

/** What to run so that a shell, started as at a login, prints its environment. */
interface ShellCommand {
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
