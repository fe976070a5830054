import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { freePort } from "./freePort";

const script = "node_modules/@modelcontextprotocol/sdk/dist/esm/examples/server/simpleStreamableHttp.js";
const preloads = ["bindLoopback", "movableClock"].flatMap((name) => ["--import", `./test/support/${name}.mjs`]);

/**
 * Starts the SDK's example server with its example authorization server, which accepts everyone as "Demo User". It offers no refresh, no
 * revocation, no identity token and asks for no further rights; all that it knows is gone when it starts again.
 */
export async function startDemoOAuth() {
  let ports = [await freePort(), await freePort()];
  let running = await started(ports);
  for (let tries = 0; !running && tries < 5; tries++) {
    ports = [await freePort(), await freePort()]; // another program was faster
    running = await started(ports);
  }
  if (!running) throw new Error("The example server found no free ports.");
  let child = running;
  return {
    url: `http://localhost:${ports[0]}/mcp`,
    /** Its clock goes on to when every access token of now has ended: an hour. */
    async expire() {
      const moved = said(child, "clock moved");
      child.stdin?.write("3601\n");
      await moved;
    },
    /** Starts it again at the same address: it knows no token and no client anymore. */
    async forget() {
      await ended(child);
      const next = await started(ports);
      if (!next) throw new Error("The example server's ports were taken by another program.");
      child = next;
    },
    stop: () => ended(child),
  };
}

export type DemoOAuth = Awaited<ReturnType<typeof startDemoOAuth>>;

/** The process once both of its servers listen; `undefined` where a port is taken. */
async function started([port, authPort]: readonly number[]): Promise<ChildProcess | undefined> {
  const child = spawn(process.execPath, [...preloads, script, "--oauth", "--oauth-strict"], {
    env: { ...process.env, MCP_PORT: String(port), MCP_AUTH_PORT: String(authPort) },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const heard = Promise.all([
    said(child, `Authorization Server listening on port ${authPort}`),
    said(child, `Streamable HTTP Server listening on port ${port}`),
  ]);
  return Promise.race([heard.then(() => child), once(child, "exit").then(() => undefined)]);
}

/** Standard output is read on, and let go. */
const said = (child: ChildProcess, words: string) =>
  new Promise<void>((resolve) => {
    if (child.stdout)
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (line.includes(words)) resolve();
      });
  });

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
