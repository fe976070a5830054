import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { parse } from "node:path";
import spawn from "cross-spawn";
import type { Clock } from "../../core/kernel/clock";
import { endProcess } from "./endProcess";
import { guardExit } from "./exitGuard";
import { type ProcessSystem, treeBelow } from "./processTree";

/** How a program ended. */
export type Ended =
  | { readonly kind: "done"; readonly stdout: string }
  | { readonly kind: "failed"; readonly code: number | null; readonly signal: string | null; readonly stderr?: string }
  /** It printed more than is read, and was ended. */
  | { readonly kind: "too-long" }
  | { readonly kind: "not-started"; readonly code: string };

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether its output is read. */
  readonly reads: boolean;
  /** Whether the end of its standard error is kept, for where it fails. */
  readonly keepsErrors?: boolean;
}

export interface ProgramPorts {
  readonly clock: Clock;
  readonly system: ProcessSystem;
}

/** The most that a program may print, in bytes; a token or a secret is shorter. */
const outputLimit = 256 * 1024;
/** How much of its standard error is kept, in characters. */
const errorLimit = 16 * 1024;
/** How long output may take to come after the exit, in milliseconds. */
const drainMs = 200;

/**
 * Where programs start: never in the folder of this process, which is often one of a workspace, where `npx` and Windows look for programs
 * first. It is the home folder, or the root where there is none.
 */
function neutralFolder(): string {
  const home = homedir();
  return existsSync(home) ? home : parse(process.execPath).root;
}

/**
 * Runs a program to its end, without a shell and without input. Processes that it leaves behind, such as an agent that keeps the sign-in,
 * keep running. When `signal` aborts, or when it prints without end, the program is ended with everything that it has started.
 */
export function runProgram(
  { command, args, env, reads, keepsErrors = false }: Program,
  { clock, system }: ProgramPorts,
  signal: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: neutralFolder(),
      env: { ...env },
      stdio: ["ignore", reads ? "pipe" : "ignore", keepsErrors ? "pipe" : "ignore"],
      windowsHide: true,
      detached: system.platform !== "win32", // a process group of its own, so that the whole group can be ended
    });
    const exited = () => child.exitCode !== null || child.signalCode !== null;
    const whenExited = new Promise<void>((settle) => child.once("exit", () => settle()));
    const tree = child.pid === undefined ? undefined : treeBelow(child.pid, system, clock.now(), exited);
    const guard = tree && guardExit(() => tree.endNow());
    let ending: Promise<unknown> | undefined;
    const end = () => {
      ending ??= tree && endProcess({ exited, whenExited }, tree, clock);
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });

    const printed: Buffer[] = [];
    let bytes = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      if (bytes > outputLimit) return;
      bytes += chunk.length;
      if (bytes <= outputLimit) printed.push(chunk);
      else end();
    });
    let errors = "";
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      errors = (errors + chunk).slice(-errorLimit);
    });
    const endedWith = (code: number | null, signal: string | null): Ended => {
      if (bytes > outputLimit) return { kind: "too-long" };
      return code === 0
        ? { kind: "done", stdout: Buffer.concat(printed).toString("utf8") }
        : { kind: "failed", code, signal, ...(keepsErrors && { stderr: errors }) };
    };
    const settle = async (ended: () => Ended) => {
      signal.removeEventListener("abort", end);
      child.stdout?.destroy();
      child.stderr?.destroy();
      await ending;
      guard?.dispose();
      resolve(ended());
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      void settle(() => ({ kind: "not-started", code: error.code ?? "error" }));
    });
    child.once("exit", (code, name) => {
      const over = () => void settle(() => endedWith(code, name));
      // `close` follows once the pipe is empty. A process that inherited it keeps it open: then the output ends here.
      const timer = clock.after(drainMs, over);
      child.once("close", () => {
        timer.dispose();
        over();
      });
    });
  });
}
