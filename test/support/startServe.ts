import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

/** `mcp-client-hub serve`, the built file in a process of its own, once it can be reached. */
export interface Served {
  readonly url: string;
  readonly tokenFile: string;
  readonly token: string;
  readonly process: ChildProcess;
  /** Sends a request with the token; what is not text goes as JSON. */
  fetch(path: string, init?: RequestInit & { readonly json?: unknown }): Promise<Response>;
  /** Asks it to end, and says how long that took, in milliseconds, and with which code. */
  stop(): Promise<{ readonly ms: number; readonly code: number | null }>;
}

/** Starts it; rejects with what it said where it does not become ready. */
export async function startServe(
  { env: more = {} }: { readonly env?: Readonly<Record<string, string>> },
  ...args: readonly string[]
): Promise<Served> {
  const env = { ...process.env, MCP_HUB_SHELL_ENV: "0", ...more };
  const child = spawn(process.execPath, ["dist/headless.js", "serve", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const lines = createInterface({ input: child.stdout });
  const ready = await new Promise<{ readonly url: string; readonly tokenFile: string }>((resolve, reject) => {
    lines.once("line", (line) => resolve(JSON.parse(line)));
    child.once("exit", (code) => reject(new Error(`It exited with ${code}: ${said.join("")}`)));
  });
  const token = (await readFile(ready.tokenFile, "utf8")).trim();
  return {
    ...ready,
    token,
    process: child,
    fetch: (path, { json, headers, ...init } = {}) =>
      fetch(`${ready.url}${path}`, {
        ...init,
        ...(json !== undefined && { method: "POST", body: JSON.stringify(json) }),
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/json, text/event-stream",
          "content-type": "application/json",
          ...headers,
        },
      }),
    async stop() {
      const began = performance.now();
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, "exit");
        child.kill("SIGTERM");
        await exited;
      }
      return { ms: performance.now() - began, code: child.exitCode };
    },
  };
}
