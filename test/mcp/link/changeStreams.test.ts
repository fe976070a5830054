import assert from "node:assert/strict";
import { McpServer } from "@modelcontextprotocol/server";
import type { HeardEvents } from "../../support/heardEvents";
import { type ModernServer, startModernServer } from "../../support/modernServer";
import { noAbort, openLinks } from "../../support/openLinks";

const uri = "a://1";

function makeServer(): McpServer {
  const server = new McpServer(
    { name: "changing", version: "1.0.0" },
    { capabilities: { resources: { subscribe: true } } },
  );
  server.registerTool("one", {}, () => ({ content: [] }));
  server.registerResource("r", uri, {}, () => ({ contents: [{ uri, text: "Fog." }] }));
  return server;
}

const count = ({ notifications }: HeardEvents, name: string) =>
  notifications.filter(({ method }) => method === `notifications/${name}`).length;

/** A server of revision 2026-07-28 tells changes on streams, and streams break. */
describe("the changes that a modern server reports", function () {
  this.timeout(20_000);
  const open = openLinks();
  const servers: ModernServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

  const start = async () => {
    const server = await startModernServer("reject", 0, makeServer);
    servers.push(server);
    const { link, heard } = await open({ kind: "http", server: "changing", url: server.url, headers: {} });
    await heard.until((heard) => count(heard, "subscriptions/acknowledged") === 1);
    return { server, link, heard };
  };

  it("arrive again after the stream of its lists broke, and changes meanwhile are not missed", async () => {
    const { server, heard } = await start();
    assert.deepEqual(heard.changes, []);
    server.cut();
    await heard.until((heard) => count(heard, "subscriptions/acknowledged") === 2 && heard.changes.length === 2);
    assert.deepEqual(heard.changes, ["tools", "resources"], "nobody heard whether they changed");
    server.toolsChanged();
    await heard.until(({ changes }) => changes.length === 3);
    assert.equal(heard.changes.at(-1), "tools");
    assert.deepEqual(heard.losses, []);
  });

  it("arrive again after the stream of a resource broke, and changes meanwhile are not missed", async () => {
    const { server, link, heard } = await start();
    await link.subscribe(uri, noAbort());
    server.resourceUpdated(uri);
    await heard.until((heard) => count(heard, "resources/updated") === 1);
    server.cut();
    await heard.until((heard) => count(heard, "subscriptions/acknowledged") === 4);
    await heard.until((heard) => count(heard, "resources/updated") === 2);
    server.resourceUpdated(uri);
    await heard.until((heard) => count(heard, "resources/updated") === 3);
  });
});
