import * as vscode from "vscode";
import type { Disposable } from "../../core/kernel/disposable";
import type { Event } from "../../core/kernel/emitter";
import { agentServerLabel, agentServerProvider } from "../manifest/contributions";

/** The hub as one MCP server, for the agent of this editor. */
export interface AgentServer {
  /** Its address. */
  readonly url: string;
  /** Changes with everything that is offered: the editor reads the tools again when it is another one. */
  readonly version: string;
  /** What lets the agent in. Asked for when the editor connects. */
  token(): Promise<string>;
}

/** Cursor's own way to add a server (docs.cursor.com, extension API); no other editor has it. */
interface CursorApi {
  readonly mcp?: {
    registerServer(server: { name: string; server: { url: string; headers: Readonly<Record<string, string>> } }): void;
    unregisterServer(name: string): void;
  };
}

/** Offers the hub to the agent of this editor, for as long as there is one to offer. */
export function offerToAgent(
  current: () => AgentServer | undefined,
  onChange: Event<void>,
  report: (error: unknown) => void,
): Disposable {
  const changed = new vscode.EventEmitter<void>();
  const cursor = (vscode as { readonly cursor?: CursorApi }).cursor?.mcp;
  const following = onChange(() => {
    changed.fire();
    if (cursor) offerToCursor(cursor, current()).catch(report);
  });
  // Cursor and others may have no such provider.
  const provider = vscode.lm.registerMcpServerDefinitionProvider?.(agentServerProvider, {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: () => {
      const server = current();
      if (!server) return [];
      const uri = vscode.Uri.parse(server.url);
      return [new vscode.McpHttpServerDefinition(agentServerLabel, uri, {}, server.version)];
    },
    resolveMcpServerDefinition: async (definition) => {
      const server = current();
      if (!server || !(definition instanceof vscode.McpHttpServerDefinition)) return definition;
      definition.headers = { ...definition.headers, Authorization: `Bearer ${await server.token()}` };
      return definition;
    },
  });
  return {
    dispose: () => {
      following.dispose();
      provider?.dispose();
      changed.dispose();
      cursor?.unregisterServer(agentServerLabel);
    },
  };
}

async function offerToCursor(cursor: NonNullable<CursorApi["mcp"]>, server: AgentServer | undefined): Promise<void> {
  cursor.unregisterServer(agentServerLabel);
  if (!server) return;
  const headers = { Authorization: `Bearer ${await server.token()}` };
  cursor.registerServer({ name: agentServerLabel, server: { url: server.url, headers } });
}
