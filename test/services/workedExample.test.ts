import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { createHub } from "../../src/headless";

/** A block of code in the documentation, without the space before its lines. */
async function blockOf(language: string, word: string): Promise<string> {
  const text = await readFile("docs/services.md", "utf8");
  const blocks = [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, "gm"))];
  const [, indent = "", code = ""] = blocks.find(([block]) => block.includes(word)) ?? [];
  return code.replaceAll(new RegExp(`^${indent}`, "gm"), "");
}

/** The ticket list of the example: 70 tickets, for a client that has the token. */
async function startTickets() {
  const api = createServer(({ url = "", headers }, response) => {
    const { searchParams } = new URL(url, "http://tickets");
    const from = Number(searchParams.get("from"));
    const size = Number(searchParams.get("top"));
    const tickets = Array.from({ length: Math.min(size, 70 - from) }, (_, at) => ({
      ...{ no: `T-${from + at + 1}`, subject: searchParams.get("words"), state: "open" },
      page: `https://tickets.example.com/T-${from + at + 1}`,
    }));
    response.statusCode = headers.authorization === "Bearer right" ? 200 : 401;
    response.end(JSON.stringify({ tickets, all: 70 }));
  });
  await new Promise<void>((done) => api.listen(0, "127.0.0.1", done));
  const { port } = api.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, stop: () => void api.close().closeAllConnections() };
}

describe("the connector in docs/services.md", () => {
  const folder = resolve("out/workedExample"); // where the packages of the example are found
  after(() => rm(folder, { recursive: true, force: true }));

  it("works as it stands there, page by page, and its failures keep their meaning", async () => {
    const settings = JSON.parse(await blockOf("json", "find_tickets"));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "tickets.mjs"), await blockOf("js", "find_tickets"));
    const tickets = await startTickets();
    const { team } = settings["mcpHub.servers"];
    assert.deepEqual(Object.keys(team.env), ["TICKETS_API", "TICKETS_TOKEN"]);
    const entry = (token: string) => ({ ...team, env: { TICKETS_API: tickets.url, TICKETS_TOKEN: token } });
    const services = settings["mcpHub.services"];
    const elsewhere = services.map((row: object) => ({ ...row, server: "wrong" }));
    const hub = createHub({
      servers: { team: entry("right"), wrong: entry("wrong") },
      directory: folder,
      options: { services: [...services, ...elsewhere] },
    });
    try {
      const { items, incomplete } = await hub.services.jira("team").searchIssues({ jql: "login", maxResults: 100 });
      assert.deepEqual([items.length, incomplete], [70, false]);
      const nothing = { type: null, priority: null, assignee: null, created: null, updated: null };
      const url = "https://tickets.example.com/T-70";
      assert.deepEqual(items[69], { id: "T-70", title: "login", status: "open", url, ...nothing });
      await assert.rejects(hub.services.jira("wrong").searchIssues({ jql: "login" }), { code: "needs-auth" });
    } finally {
      await hub.close();
      tickets.stop();
    }
  });
});
