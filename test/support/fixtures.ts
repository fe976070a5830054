import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { StdioPlan } from "../../src/core/config/plan/launchPlan";

/** A plan for the fixture server on stdio, e.g. `fixturePlan("--silent")`. */
export const fixturePlan = (...switches: readonly string[]): StdioPlan => ({
  kind: "stdio",
  server: "fixture",
  command: process.execPath,
  args: ["test/support/fixtureServer.mjs", ...switches],
  env: {},
});

/** One request that the HTTP fixture got. */
export interface Journaled {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpFixture {
  readonly url: string;
  /** Every request so far, oldest first. */
  journal(): Promise<readonly Journaled[]>;
  /** Settles when the process is gone. */
  stop(): Promise<void>;
}

/** Starts the HTTP twin, e.g. `startHttpFixture("--json")`. */
export async function startHttpFixture(...switches: readonly string[]): Promise<HttpFixture> {
  const args = ["test/support/fixtureHttpServer.mjs", ...switches];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  const origin = `http://127.0.0.1:${String(port).trim()}`;
  return {
    url: `${origin}/${switches.includes("--sse-only") ? "sse" : "mcp"}`,
    journal: async () => (await fetch(`${origin}/journal`)).json() as Promise<readonly Journaled[]>,
    stop: () => stopChild(child),
  };
}

/** Kills a process of a test's own; settles when it is gone. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
