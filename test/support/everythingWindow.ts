import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { type Everything, startEverything } from "./startEverything.js";

/** A window that is connected to the protocol's own test server on each transport, as `stdio`, `http` and `sse`. */
export async function everythingWindow(): Promise<{ window: EditorWindow; close: () => Promise<void> }> {
  const remote = await Promise.all([startEverything("streamableHttp"), startEverything("sse")]);
  const stop = async () => void (await Promise.all(remote.map((server) => server.stop())));
  let window: EditorWindow | undefined;
  const close = async () => {
    await window?.close();
    await stop();
  };
  try {
    window = await openConnected(remote);
    return { window, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openConnected([http, sse]: readonly Everything[]): Promise<EditorWindow> {
  const everything = join(repository, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");
  const window = await openWindow({
    extensions: [join(repository, "test/host/scriptedModel")],
    userSettings: {
      "mcpHub.approval": "never",
      "mcpHub.servers": {
        stdio: { command: "node", args: [everything, "stdio"] },
        http: { type: "http", url: http?.url },
        sse: { type: "sse", url: sse?.url },
      },
    },
  });
  try {
    await window.page
      .locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 3/3" })
      .waitFor({ timeout: 30_000 });
    return window;
  } catch (error) {
    await window.close();
    throw error;
  }
}
