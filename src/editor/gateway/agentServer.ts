import * as vscode from "vscode";
import type { Disposable } from "../../core/kernel/disposable";
import type { Event } from "../../core/kernel/emitter";
import { agentServerLabel, agentServerProvider } from "../manifest/contributions";
import { CursorServer, cursorServers } from "./cursorServer";

/** The hub as one MCP server, for the agent of this editor. */
export interface AgentServer {
  /** Its address. */
  readonly url: string;
  /** Changes with everything that is offered: the editor reads the tools again when it is another one. */
  readonly version: string;
  /** What lets the agent in. Asked for when the editor connects. */
  token(): Promise<string>;
}

/** Offers the hub to the agent of this editor, for as long as there is one to offer. */
export function offerToAgent(
  current: () => AgentServer | undefined,
  onChange: Event<void>,
  report: (error: unknown) => void,
): Disposable {
  const changed = new vscode.EventEmitter<void>();
  const servers = cursorServers(vscode);
  const cursor = servers && new CursorServer(servers, agentServerLabel, current, onChange, report);
  const following = onChange(() => changed.fire());
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
      cursor?.dispose();
    },
  };
}
