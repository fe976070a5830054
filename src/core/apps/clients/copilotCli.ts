import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inFolderOf, inWorkspace } from "../system";

const rules = {
  variables: "shell",
  httpType: "http",
  stdioType: "local",
  allowedTools: ["tools"],
  has: ["cwd"],
  defaults: { tools: ["*"] },
} as const;

/**
 * `mcp-config.json` of Copilot CLI. Source: docs.github.com/en/copilot/how-tos/copilot-cli/customize-copilot/add-mcp-servers, and
 * github/copilot-cli#903 (variables are filled in within `env` since 1.0.10; for headers it is not confirmed, so a project gets the
 * program), read 2026-11-29.
 */
const user = commonShape({ ...rules, tokens: ["literal"] });
const project = commonShape({ ...rules, tokens: [], isRemote: true });

export const copilotCli: App = {
  id: "copilot-cli",
  name: "Copilot CLI",
  about: () => message("apps.about.terminalAgent", "agent in the terminal"),
  files: (system) => [
    { path: inFolderOf(system, "COPILOT_HOME", ".copilot", "mcp-config.json"), level: "user", shape: user },
    ...inWorkspace(system, ".github/mcp.json").map((path): AppFile => ({ path, level: "project", shape: project })),
  ],
  next: () =>
    message(
      "apps.next.copilotCli",
      'Start Copilot CLI again; "/mcp show" lists the hub. A project\'s servers run only in a folder that you trust there.',
    ),
};
