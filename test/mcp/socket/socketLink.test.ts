import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HttpPlan } from "../../../src/core/config/plan/launchPlan";
import { Network } from "../../../src/mcp/http/client/network";
import { addressHere } from "../../../src/mcp/socket/socketTransport";
import { letsGoOfHangingCalls } from "../../support/hangingCalls";
import { noAbort, openLinks } from "../../support/openLinks";
import { type SocketServer, startLineServer, startWebSocketServer } from "../../support/socketServers";

const plan = (url: string, headers = {}): HttpPlan => ({
  kind: url.startsWith("ws") ? "websocket" : "socket",
  server: "far",
  url,
  headers,
});

const folder = mkdtempSync(join(tmpdir(), "socket-"));
const kinds: [name: string, start: () => Promise<SocketServer>][] = [
  ["TCP", () => startLineServer()],
  ["a unix socket", () => startLineServer(join(folder, "a b.sock"))],
  ["a WebSocket", startWebSocketServer],
];

describe("a link over a lasting connection", function () {
  this.timeout(20_000);
  const open = openLinks();
  const servers: SocketServer[] = [];
  const started = async (starting: Promise<SocketServer>) => {
    const server = await starting;
    servers.push(server);
    return server;
  };
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
  after(() => rmSync(folder, { recursive: true }));

  for (const [name, start] of kinds)
    describe(`over ${name}`, () => {
      for (const [protocol, revision] of [
        ["auto", "2026-07-28"],
        ["legacy", "2025-11-25"],
      ] as const)
        it(`speaks ${revision}, lists and calls`, async () => {
          const { url } = await started(start());
          const { link } = await open({ ...plan(url), protocol });
          assert.equal(link.info.protocolVersion, revision);
          const { tools } = await link.catalog(noAbort());
          assert.deepEqual(
            tools.map((tool) => tool.name),
            ["where", "list", "ask", "show", "describe", "loop", "hang"],
          );
          const { content } = await link.callTool("where", { region: "eü" }, { signal: noAbort() });
          assert.deepEqual(content, [{ type: "text", text: "eü" }]);
        });

      it("carries a large message both ways, and many at once", async () => {
        const { url } = await started(start());
        const { link } = await open(plan(url));
        const region = "x".repeat(8_000_000);
        const { content } = await link.callTool("where", { region }, { signal: noAbort() });
        assert.ok(content[0]?.type === "text" && content[0].text.length === region.length);
        const many = Array.from({ length: 100 }, (_, i) =>
          link.callTool("where", { region: `${i}` }, { signal: noAbort() }),
        );
        const texts = (await Promise.all(many)).map(({ content: [first] }) => first?.type === "text" && first.text);
        assert.deepEqual(
          texts,
          Array.from({ length: 100 }, (_, i) => `${i}`),
        );
      });

      it("reports its loss at once, also to calls in flight", async () => {
        const server = await started(start());
        const { link, heard } = await open(plan(server.url));
        const hanging = assert.rejects(link.callTool("hang", {}, { signal: noAbort() }), { code: "transport" });
        server.drop();
        await hanging;
        const lost = await heard.until(({ losses }) => losses[0]);
        assert.match(lost.message, /^The connection to "far" ended: .* Restart the server\.$/);
      });

      it("lets go of a server that sends more than is read", async () => {
        const { url } = await started(start());
        const { link, heard } = await open(plan(url), { messageLimit: 4 * 1024 * 1024 });
        const region = "x".repeat(5_000_000);
        await assert.rejects(link.callTool("where", { region }, { signal: noAbort() }), { message: /more than 4 MB/ });
        assert.match((await heard.until(({ losses }) => losses[0])).message, /more than 4 MB/);
      });

      it("is cancelled, and let go although a call hangs", async () => {
        const { url } = await started(start());
        const { link } = await open(plan(url));
        await letsGoOfHangingCalls(link);
      });
    });

  it("sends the headers of a WebSocket", async () => {
    const server = await started(startWebSocketServer());
    const network = new Network(undefined, undefined, undefined, "hub/1");
    await open(plan(server.url, { Authorization: "Bearer t" }), { network });
    const [first] = server.headers;
    assert.equal(first?.["user-agent"], "hub/1");
    assert.deepEqual([first?.authorization, first?.["sec-websocket-protocol"]], ["Bearer t", "mcp"]);
  });

  it("reports why a WebSocket was refused", async () => {
    const http = createServer((_, response) => response.writeHead(401).end()).listen(0, "127.0.0.1");
    await new Promise((resolve) => http.once("listening", resolve));
    const { port } = http.address() as AddressInfo;
    const refusals: unknown[] = [];
    const refused = (...refusal: unknown[]) => void refusals.push(refusal);
    try {
      await assert.rejects(open(plan(`ws://127.0.0.1:${port}/?key=secret`), { refused }), (error: Error) => {
        assert.match(error.message, /"far" at ws:\/\/127\.0\.0\.1:\d+\/ requires a sign-in \(HTTP 401\)/);
        return true;
      });
      assert.deepEqual(refusals, [["far", 401]]);
    } finally {
      await new Promise((resolve) => http.close(resolve));
    }
  });

  it("reports that nothing is there, and the next step", async () => {
    const server = await startLineServer();
    await server.stop();
    const gone = {
      code: "transport",
      message: /"far" cannot be reached at tcp:.*: nothing listens there\. Start the server/,
    };
    await assert.rejects(open(plan(server.url)), gone);
    await assert.rejects(open(plan("unix:/nowhere/at.sock")), {
      message: /the socket does not exist\. Start the server/,
    });
    await assert.rejects(open(plan(server.url.replace("tcp", "ws"))), { message: /nothing listens there/ });
  });

  it("does not take another service for an MCP server", async () => {
    const ssh = await started(startLineServer(undefined, (socket) => void socket.write("SSH-2.0-OpenSSH_9.6\r\n")));
    await assert.rejects(open(plan(ssh.url)), {
      code: "protocol",
      message: '"far" is not an MCP server: it sends "SSH-2.0-OpenSSH_9.6". Correct "url" in the settings.',
    });
  });

  it("knows which addresses this machine can have", () => {
    assert.throws(() => addressHere("pipe:a", "far", "linux"), {
      code: "bad-config",
      message: /named pipes exist only on Windows/,
    });
    assert.throws(() => addressHere("unix:/a", "far", "win32"), { code: "bad-config", message: /Use "pipe:"/ });
    assert.deepEqual(addressHere("pipe:a", "far", "win32"), { kind: "pipe", path: "\\\\.\\pipe\\a" });
  });
});
