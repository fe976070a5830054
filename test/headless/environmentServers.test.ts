import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCommand } from "../support/startCommand";

const key = "k3y-0f-the-person";

describe("a server that the environment names", () => {
  it("gets the key, which is written nowhere, not even where the server repeats it", async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(500, { "content-type": "text/plain" }).end(`No: ${request.headers.authorization}`);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const folder = await mkdtemp(join(tmpdir(), "mcph-named-"));
    try {
      const config = join(folder, "servers.json");
      await writeFile(config, "{}");
      const env = {
        JIRA_MCP_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
        JIRA_API_KEY: key,
        MCP_LOG_LEVEL: "debug",
        MCP_HUB_STATE_FOLDER: folder,
      };
      const { stdout, stderr } = await startCommand(env, "tools", "--json", "--config", config).ended;
      assert.deepEqual([...new Set(seen)], [`Bearer ${key}`]);
      assert.match(stdout, /"jira"/);
      assert.match(stderr, /jira/);
      assert.doesNotMatch(stdout + stderr, new RegExp(key));
    } finally {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true, force: true });
    }
  }).timeout(60_000);
});
