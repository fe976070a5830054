import * as vscode from "vscode";
import type { McpHubExports } from "../../src/editor/api/mcpClientHub";

/** A sample: a command that calls a tool, and one that tells what servers said about builds. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const extension = vscode.extensions.getExtension<McpHubExports>("mcp-client-hub.mcp-client-hub");
  if (!extension) throw new Error("This extension needs MCP Client Hub.");
  const { getApi } = await extension.activate();
  const hub = getApi(1, context.extension.id);

  const heard: string[] = [];
  const hears = hub.onNotification(
    ({ server, type, params }) => {
      heard.push(`${server}: ${type} ${JSON.stringify(params)}`);
      heard.splice(0, heard.length - 100);
    },
    { pattern: "notifications/build/*" },
  );

  const call = (server: string, tool: string, args: object) =>
    vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: tool }, async (progress, token) => {
      const { content, isError } = await hub.callTool(server, tool, args, {
        token,
        onProgress: ({ message }) => progress.report(message === undefined ? {} : { message }),
      });
      const text = content.map((part) => (part.type === "text" ? part.text : part.type)).join("\n");
      return isError ? `${tool} reported an error: ${text}` : text;
    });

  context.subscriptions.push(
    hears,
    vscode.commands.registerCommand("sampleExtension.call", call),
    vscode.commands.registerCommand("sampleExtension.heard", () => heard),
  );
}
