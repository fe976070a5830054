import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { LaunchPlan } from "../../src/core/config/plan/launchPlan";

/** The official test server, over HTTP on loopback. */
export interface Everything {
  readonly url: string;
  /** Settles when the process is gone. */
  stop(): Promise<void>;
}

const script = "node_modules/@modelcontextprotocol/server-everything/dist/index.js";

/** How the official test server is started on stdio, for a launch plan. */
export const everythingOnStdio = { command: process.execPath, args: [script, "stdio"] } as const;

/** Starts `@modelcontextprotocol/server-everything` on 127.0.0.1, on a port that is free. */
export async function startEverything(transport: "streamableHttp" | "sse"): Promise<Everything> {
  // The server takes port 0 for "none given", so the preload, which also binds it to loopback, picks the free port.
  const child = spawn(process.execPath, ["--import", "./test/support/bindLoopback.mjs", script, transport], {
    env: { ...process.env, PORT: "-1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const port = await listeningPort(child);
  return {
    url: `http://127.0.0.1:${port}/${transport === "sse" ? "sse" : "mcp"}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Reads the port from what `bindLoopback.mjs` writes; the rest of standard error is read on, and let go. */
function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    if (!child.stderr) return reject(new Error("no standard error to read"));
    const said: string[] = [];
    child.once("exit", (code) => reject(new Error(`the server exited with ${code}: ${said.join("\n")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      const port = /^listening on .*"port":(\d+)/.exec(line)?.[1];
      if (port) resolve(Number(port));
      else if (said.length < 50) said.push(line);
    });
  });
}

/**
 * A plan for it on each transport (`stdio`, `http`, `sse`), and for one at an HTTP+SSE address that is first taken for Streamable HTTP
 * (`http, falling back`). The servers run from before the first test of the suite that asks for them until after its last.
 */
export function everythingPlans(): (transport: string) => LaunchPlan {
  const running: Everything[] = [];
  let plans: Readonly<Record<string, LaunchPlan>> = {};
  before(async () => {
    running.push(...(await Promise.all([startEverything("streamableHttp"), startEverything("sse")])));
    const [http = "", sse = ""] = running.map(({ url }) => url);
    plans = {
      stdio: { kind: "stdio", server: "everything", env: {}, ...everythingOnStdio },
      http: { kind: "http", server: "everything", url: http, headers: {} },
      "http, falling back": { kind: "http", server: "everything", url: sse, headers: {} },
      sse: { kind: "sse", server: "everything", url: sse, headers: {} },
    };
  });
  after(() => Promise.all(running.map((server) => server.stop())));
  return (transport) => {
    const plan = plans[transport];
    assert.ok(plan, transport);
    return plan;
  };
}
