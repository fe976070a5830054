import assert from "node:assert/strict";
import * as vscode from "vscode";
import { type DoorServer, startDoors } from "../support/doorServer";
import { type MappingProxy, startMappingProxy } from "../support/mappingProxy";
import { until } from "../support/until";

describe("the editor's proxy", () => {
  const set = (name: string, value: unknown) =>
    vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
  let server: DoorServer;
  let proxy: MappingProxy;

  before(async () => {
    await vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub")?.activate();
    server = await startDoors();
    proxy = await startMappingProxy(server.port);
    await set("http.proxy", proxy.address);
  });
  after(async () => {
    await set("mcpHub.servers", undefined);
    await set("http.proxySupport", undefined);
    await set("http.proxy", undefined);
    await proxy.stop();
    await server.stop();
  });

  // The host name does not exist: only the proxy can reach the server.
  for (const [what, type, url, path] of [
    ["Streamable HTTP", "http", "http://mcp.test/mcp", "POST /mcp"],
    ["HTTP+SSE", "sse", "http://mcp.test/sse", "GET /sse"],
    ["a WebSocket", undefined, "ws://mcp.test/", "WebSocket /"],
  ] as const)
    it(`carries connections over ${what}`, async () => {
      await set("mcpHub.servers", { far: { url, protocol: "legacy", ...(type && { type }) } });
      await until(`${what} comes through the proxy`, () => server.seen.includes(path));
      assert.ok(proxy.seen.some((asked) => /mcp\.test/.test(asked)));
    });
});
