import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { killTree } from "../../../host/processes.mjs";
import { freePort } from "../../../support/freePort";

/** Milliseconds until a gateway with 30 servers must take requests. */
const startLimitMs = 60_000;

export interface Program {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts a gateway of another maker, with a home of its own, and waits until its port is open. It listens on 127.0.0.1 only, whatever it
 * means to.
 *
 * @param prepare writes what it needs into that home; returns its arguments, the script first, and its environment
 * @throws {Error} with the end of what it wrote, where it ends or its port stays closed
 */
export async function startProgram(
  prepare: (
    home: string,
    port: number,
  ) => Promise<{ readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> }>,
): Promise<Program> {
  const home = await mkdtemp(join(tmpdir(), "bench-peer-"));
  const port = await freePort();
  const { args, env } = await prepare(home, port);
  const child = spawn(process.execPath, ["--import", resolve("test/support/bindLoopback.mjs"), ...args], {
    cwd: home,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_STATE_HOME: home,
      XDG_CACHE_HOME: home,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-2000);
    });
  const stop = async () => {
    await killTree(child.pid);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const ended = once(child, "exit").then(([code, signal]) => {
    throw new Error(`It ended with ${signal ?? code}: ${said}`);
  });
  ended.catch(() => {}); // told to the code that waits for the start
  try {
    await Promise.race([untilOpen(port, () => said), ended]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, port, stop };
}

/** Asks until something answers, whatever it says. */
async function untilOpen(port: number, said: () => string): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`Its port is still closed: ${said()}`, { cause: error });
      await delay(10);
    }
  }
}
