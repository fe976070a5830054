import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inHome, inWorkspace } from "../system";

/**
 * `mcp.json` of Kiro; texts may have `${X}`, also in headers, once the person has approved that variable in Kiro's settings.
 * Source: kiro.dev/docs/mcp/configuration, read 2026-11-29.
 */
const shape = commonShape({
  variables: "shell",
  tokens: ["literal", "variable"],
  has: ["disabled"],
  grants: ["autoApprove"],
  disabledTools: ["disabledTools"],
});

export const kiro: App = {
  id: "kiro",
  name: "Kiro",
  about: () => message("apps.about.editorAndTerminal", "editor and agent in the terminal"),
  files: (system) => [
    { path: inHome(system, ".kiro/settings/mcp.json"), level: "user", shape },
    ...inWorkspace(system, ".kiro/settings/mcp.json").map((path): AppFile => ({ path, level: "project", shape })),
  ],
  next: () => message("apps.next.kiro", "Kiro connects when the file is saved: look at its MCP Servers view."),
  limit: () => message("apps.limit.kiro", "Kiro fills in a variable only after you have approved it in its settings."),
};
