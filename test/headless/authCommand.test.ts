import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A program that prints where it was started, in a form that a token may have. */
const printsFolder = ["-e", 'console.log(Buffer.from(process.cwd()).toString("hex"))'];

describe("the sign-in program of a server", () => {
  it("starts in the home folder, not in the folder of the process, where npx would find its own program", async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "mcph-auth-")));
    await mkdir(join(folder, "node_modules", ".bin"), { recursive: true });
    const tokens: string[] = [];
    const server = createServer((incoming, response) => {
      tokens.push((incoming.headers.authorization ?? "").replace("Bearer ", ""));
      response.writeHead(500).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
      const auth = { type: "command", command: process.execPath, args: printsFolder };
      const config = join(folder, "servers.json");
      await writeFile(config, JSON.stringify({ servers: { web: { url, auth } } }));
      const env = { ...process.env, MCP_HUB_SHELL_ENV: "0" };
      const child = spawn(process.execPath, [resolve("dist/headless.js"), "tools", "--config", config], {
        cwd: folder,
        env,
        stdio: "ignore",
      });
      await once(child, "close");
      const folders = new Set(tokens.map((token) => Buffer.from(token, "hex").toString()));
      assert.deepEqual([...folders], [await realpath(homedir())]);
    } finally {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    }
  }).timeout(60_000);
});
