import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inHome, inWorkspace } from "../system";

/**
 * `mcp.json` of Junie, and of JetBrains Air for one project. Junie's page says that it starts programs only; for Air and AI Assistant,
 * headers are not confirmed. So the hub writes the program. Source: jetbrains.com/help/junie/model-context-protocol-mcp.html and
 * jetbrains.com/help/air/mcp-servers.html, read 2026-11-29. AI Assistant has no file: its settings take the same JSON.
 */
const shape = commonShape({ variables: "none", tokens: [] });

export const junie: App = {
  id: "junie",
  name: "JetBrains Junie",
  about: () => message("apps.about.jetbrains", "agent of the JetBrains IDEs"),
  files: (system) => [
    { path: inHome(system, ".junie/mcp/mcp.json"), level: "user", shape },
    ...inWorkspace(system, ".junie/mcp/mcp.json").map((path): AppFile => ({ path, level: "project", shape })),
    ...inWorkspace(system, ".air/mcp.json").map(
      (path): AppFile => ({ path, level: "project", shape, isReadOnly: true }),
    ),
  ],
  next: () =>
    message("apps.next.junie", "Look in the IDE under Settings, Tools, Junie, MCP Settings, and switch the hub on."),
};
