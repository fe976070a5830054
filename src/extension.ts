import * as vscode from "vscode";
import { callPath } from "./core/calls/callPath";
import { StoredGrants } from "./core/calls/storedGrants";
import { systemClock } from "./core/clock";
import type { LaunchPlan } from "./core/config/launchPlan";
import type { ServerDefinition } from "./core/config/serverDefinition";
import { isStdio, ServerConfig } from "./core/config/serverConfig";
import { defaultOptions, type Options } from "./core/config/settings";
import { DisposableStore } from "./core/disposable";
import { EventStream } from "./core/eventStream";
import { LocalHub } from "./core/localHub";
import { registerLanguageModelTools } from "./editor/chat/languageModelTools";
import { registerParticipant } from "./editor/chat/participant";
import { createActivityPanel } from "./editor/panel/activityPanel";
import { openLink } from "./mcp/openLink";

let close: (() => Promise<void>) | undefined;

/** The composition root: every part is made here, once, and told what it needs. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends { dispose(): unknown }>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel("MCP Hub", { log: true }));
  const report = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  const clock = systemClock;
  const stream = own(new EventStream(clock.now, report));
  const options = (): Options => ({
    ...defaultOptions,
    approval: vscode.workspace.getConfiguration("mcpHub").get("approval") ?? "always",
  });
  const hub = new LocalHub({
    open: openLink({
      clientInfo: { name: "mcp-client-hub", version: context.extension.packageJSON.version },
      shellEnv: async () => Object.fromEntries(Object.entries(process.env).filter(([, v]) => v !== undefined)) as never,
      report,
    }),
    plan,
    options,
    clock,
    publish: stream.publish,
  });
  close = () => hub.close();
  const grants = new StoredGrants(hub.definition.bind(hub), {
    workspace: { get: (k) => context.workspaceState.get(k), set: async (k, v) => context.workspaceState.update(k, v) },
    always: { get: (k) => context.globalState.get(k), set: async (k, v) => context.globalState.update(k, v) },
  });
  const callTool = callPath({ hub, options, grants, ask: async () => ({ allow: false }), clock, publish: stream.publish });
  const store = own(new DisposableStore());
  const deps = { hub, stream, callTool, options };
  store.add(registerParticipant(deps));
  store.add(registerLanguageModelTools(deps));
  const panel = store.add(
    createActivityPanel({ extensionUri: context.extensionUri, stream, hub, clock, showLog: () => log.show(), openSettings: () => {}, report }),
  );
  store.add(vscode.commands.registerCommand("mcpHub.showActivity", () => panel.show()));
  const read = () => hub.configure(definitions());
  store.add(vscode.workspace.onDidChangeConfiguration((e) => e.affectsConfiguration("mcpHub") && read()));
  read();
}

export const deactivate = () => close?.();

function definitions(): ServerDefinition[] {
  const raw = vscode.workspace.getConfiguration("mcpHub").get<Record<string, unknown>>("servers") ?? {};
  return Object.entries(raw).map(([id, value]) => ({ id, label: id, scope: "user", enabled: true, entry: { kind: "valid", config: ServerConfig.parse(value) } }));
}

async function plan({ id, entry }: ServerDefinition): Promise<LaunchPlan> {
  if (entry.kind === "invalid") throw new Error("invalid");
  const { config } = entry;
  if (isStdio(config)) return { kind: "stdio", server: id, command: config.command, args: config.args ?? [], env: {} };
  return { kind: config.type ?? "http", server: id, url: config.url, headers: config.headers ?? {} };
}
