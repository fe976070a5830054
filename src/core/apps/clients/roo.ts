import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inAppData, inWorkspace } from "../system";

/**
 * `mcp_settings.json` and `.roo/mcp.json`: an address needs a type; variables are filled in everywhere in an entry, headers included.
 * Source: RooCodeInc/Roo-Code src/services/mcp/McpHub.ts (`injectVariables(config)` before each transport), read 2026-11-29.
 */
const shape = commonShape({
  variables: "env",
  tokens: ["literal", "variable"],
  httpType: "streamable-http",
  has: ["cwd", "disabled"],
  callTime: { keys: ["timeout"], perSecond: 1 },
  grants: ["alwaysAllow"],
  disabledTools: ["disabledTools"],
  silent: ["watchPaths"],
});

export const roo: App = {
  id: "roo",
  name: "Roo Code",
  about: () => message("apps.about.extension", "extension of editors"),
  files: (system) => [
    ...["Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf"].map(
      (editor): AppFile => ({
        path: inAppData(system, `${editor}/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json`),
        level: "user",
        shape,
      }),
    ),
    ...inWorkspace(system, ".roo/mcp.json").map((path): AppFile => ({ path, level: "project", shape })),
  ],
  next: () => message("apps.next.roo", "Roo Code reads the file at once: look under MCP Servers."),
};
