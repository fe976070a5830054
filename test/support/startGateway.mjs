// Starts `mcp-client-hub serve` for tests, with everything that it writes in a folder of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { killTree } from "../host/processes.mjs";

/** Milliseconds until it must be ready, on a slow and busy machine. */
const startLimitMs = 60_000;

/**
 * @typedef {object} Gateway
 * @property {string} url as it says when it is ready
 * @property {string} token
 * @property {string} config the file with its servers
 * @property {Readonly<Record<string, string>>} env what another program of the hub needs to find this one
 * @property {number} pid
 * @property {() => Promise<void>} stop
 */

/**
 * @param {Readonly<Record<string, unknown>>} servers entries in the shape of `mcpHub.servers`
 * @param {readonly string[]} [more] arguments of the command
 * @returns {Promise<Gateway>}
 * @throws {Error} with all that it wrote, where it ended or was not ready in time
 */
export async function startGateway(servers, more = []) {
  const folder = await mkdtemp(join(tmpdir(), "hub-gateway-"));
  const config = join(folder, "servers.json");
  const tokenFile = join(folder, "token");
  await writeFile(config, JSON.stringify({ servers }));
  const line = ["dist/headless.js", "serve", "--config", config, "--port", "0", "--token-file", tokenFile];
  const env = { MCP_HUB_SHELL_ENV: "0", MCP_HUB_STATE_FOLDER: join(folder, "state"), XDG_RUNTIME_DIR: folder };
  const child = spawn(process.execPath, [...line, "--approval", "never", ...more], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said = (said + text).slice(-10_000);
  });
  const stop = async () => {
    await killTree(child.pid, { graceMs: 6000 });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const ready = await Promise.race([
      readyLine(child.stdout),
      once(child, "exit").then(([code]) => Promise.reject(new Error(`The gateway ended with ${code}.`))),
      new Promise((_, reject) =>
        setTimeout(() => reject(new Error(`The gateway was not ready in ${startLimitMs} ms.`)), startLimitMs).unref(),
      ),
    ]);
    const token = (await readFile(resolve(ready.tokenFile), "utf8")).trim();
    return { url: ready.url, token, config, env, pid: child.pid ?? 0, stop };
  } catch (error) {
    await stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${said}`);
  }
}

/**
 * The line that says it is ready; what comes before it is no JSON of that shape.
 *
 * @param {import("node:stream").Readable} stdout
 * @returns {Promise<{ url: string, tokenFile: string }>}
 */
function readyLine(stdout) {
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on("line", (line) => {
      const ready = line.startsWith("{") && JSON.parse(line);
      if (ready?.ready === true) resolve(ready);
    });
  });
}
