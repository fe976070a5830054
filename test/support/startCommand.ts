import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** `mcp-client-hub …`, the built file in a process of its own. */
export interface Command {
  readonly process: ChildProcess;
  /** What it has written to standard error so far. */
  said(): string;
  /** Settles when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

export function startCommand(env: Readonly<Record<string, string>>, ...args: readonly string[]): Command {
  const child = spawn(process.execPath, ["dist/headless.js", ...args], {
    env: { ...process.env, MCP_HUB_SHELL_ENV: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return {
    process: child,
    said: () => stderr,
    ended: once(child, "close").then(([code]) => ({ code, stdout, stderr })),
  };
}
