import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { homedir, userInfo } from "node:os";
import path from "node:path";
import { message } from "../../protocol/message";

/** Where the shell's environment comes from. Tests pass their own. */
export interface ShellSource {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly node: string;
  readonly limitMs: number;
  /** Whether this process may have been started in a shell, whose environment it then has: an editor never counts as that. */
  readonly maybeInShell: boolean;
  /** Takes, as one line, why the shell's environment could not be read. */
  readonly report: (message: string) => void;
  /** Sends a signal, as `process.kill` does. */
  readonly kill: (pid: number, signal: "SIGKILL") => void;
}

/** The most that a shell may print, in bytes. */
const outputLimit = 4 * 1024 * 1024;

/**
 * The environment of the person's login shell, which an editor started from the dock or the menu does not have: `npx` and `uvx` are often
 * found only there. Read once, on the first call; it is this process's own environment where it cannot be read, on Windows, under CI, in the
 * shell of a terminal, and with `MCP_HUB_SHELL_ENV=0`.
 */
export function loginShellEnv(
  source: Pick<ShellSource, "report"> & Partial<ShellSource>,
): () => Promise<NodeJS.ProcessEnv> {
  const full: ShellSource = {
    env: process.env,
    platform: process.platform,
    node: process.execPath,
    limitMs: 5000,
    maybeInShell: false,
    kill: (pid, signal) => process.kill(pid, signal),
    ...source,
  };
  let read: Promise<NodeJS.ProcessEnv> | undefined;
  return () => {
    read ??= isWanted(full) ? readOrOwn(full) : Promise.resolve({ ...full.env });
    return read;
  };
}

const isWanted = ({ env, platform, maybeInShell }: ShellSource): boolean =>
  platform !== "win32" && !env.CI && env.MCP_HUB_SHELL_ENV !== "0" && !(maybeInShell && isInShell(env));

/** Shells count how deeply they are nested, and a terminal says of which kind it is: a job of the system has only the first. */
const isInShell = ({ SHLVL, TERM }: NodeJS.ProcessEnv): boolean => Number(SHLVL) > 0 && Boolean(TERM);

async function readOrOwn(source: ShellSource): Promise<NodeJS.ProcessEnv> {
  try {
    return await readFrom(source.env.SHELL || userInfo().shell || "/bin/sh", source);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    source.report(
      message(
        "shell.notRead",
        "The environment of your login shell could not be read: {cause}. Servers start with the environment of the editor; MCP_HUB_SHELL_ENV=0 skips the shell.",
        { cause },
      ),
    );
    return { ...source.env };
  }
}

/** Rejects when the shell cannot be started, prints no environment, prints too much, or takes too long. */
function readFrom(
  shell: string,
  { env, node, limitMs, kill, report, platform }: ShellSource,
): Promise<NodeJS.ProcessEnv> {
  const mark = randomUUID();
  const { file, args } = shellCommand(shell, node, mark, platform);
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: homedir(),
      // The editor's program runs as Node only with this variable, which never reaches a server (`serverEnv`).
      env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
      stdio: ["ignore", "pipe", "ignore"],
      // In a session of its own: an interactive shell that accesses the editor's terminal would be stopped.
      detached: true,
    });
    let settled = false;
    const settle = (settleWith: () => void) => {
      if (settled) return;
      settled = true;
      // First: every server waits for this, whatever fails in the cleanup.
      settleWith();
      clearTimeout(timer);
      child.stdout.destroy();
      if (child.pid !== undefined) killGroup(child.pid, kill, report);
    };
    const fail = (why: string) => settle(() => reject(new Error(why)));
    const timer = setTimeout(
      () =>
        fail(
          message("shell.timeout", "{shell} took longer than {seconds} seconds", { shell, seconds: limitMs / 1000 }),
        ),
      limitMs,
    );
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > outputLimit) fail(message("shell.tooMuch", "{shell} printed too much", { shell }));
      const printed = Buffer.concat(chunks).toString("utf8");
      const found = printed.endsWith(mark) && readMarked(printed, mark);
      if (found) settle(() => resolve(found));
    });
    child.on("error", (error) => fail(error.message));
    child.on("close", (code) =>
      fail(
        message("shell.noEnvironment", "{shell} ended with exit code {code} and printed no environment", {
          shell,
          code: String(code),
        }),
      ),
    );
  });
}

/** Ends everything that the profile left running in the shell's process group. */
function killGroup(pid: number, kill: ShellSource["kill"], report: ShellSource["report"]): void {
  try {
    kill(-pid, "SIGKILL");
  } catch (error) {
    // On macOS, the code for a group of zombies is EPERM, not ESRCH.
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "EPERM")
      report(
        message("shell.leftRunning", "What your login shell started could not be ended: {cause}", {
          cause: String(error),
        }),
      );
  }
}

/** The command that makes a login shell print its environment. */
interface ShellCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * The command for a shell by its name. `node` prints the environment as JSON between two marks, because profiles print text of their own:
 * every shell can start a program, while `env` differs between systems. On Linux, `cat` prints what the system itself says of its
 * environment, without the start of a whole Node, and `node` only where that fails.
 */
export function shellCommand(
  shell: string,
  node: string,
  mark: string,
  platform: NodeJS.Platform = process.platform,
): ShellCommand {
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
    case "sh":
    case "bash":
    case "zsh":
    case "dash":
    case "ksh":
      if (platform !== "linux") break;
      return { file: shell, args: ["-i", "-l", "-c", `${byCat(mark)} || ${run}`] };
  }
  return { file: shell, args: ["-i", "-l", "-c", run] };
}

/** Prints the environment of a program that the shell starts, between the marks. */
const byCat = (mark: string): string =>
  `{ printf %s '${mark}' && cat /proc/self/environ 2>/dev/null && printf %s '${mark}'; }`;

/** The environment as Linux has it: entries that end with NUL. */
const fromSystem = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("\0").flatMap((entry) => {
      const at = entry.indexOf("=");
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
    }),
  );

/** Variables that are true only for the shell that printed them. */
const shellVariables = new Set(["_", "PWD", "OLDPWD", "SHLVL"]);

/** The environment between the marks; `undefined` where it is not there. */
export function readMarked(output: string, mark: string): Record<string, string> | undefined {
  const pieces = output.split(mark);
  const text = pieces.at(-2); // where the first way to print it fails, another pair of marks follows
  if (pieces.length < 3 || !text) return undefined;
  const value: unknown = text.startsWith("{") ? JSON.parse(text) : fromSystem(text);
  if (typeof value !== "object" || value === null) return undefined;
  const names = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(names.filter(([name]) => !shellVariables.has(name)));
}
