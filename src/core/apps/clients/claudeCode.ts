import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inWorkspace, pathOn, type System } from "../system";

/**
 * `mcpServers` of `~/.claude.json` (user), of one project there (local), and of `.mcp.json` (project). Texts may have `${X}` and
 * `${X:-default}`. Source: code.claude.com/docs/en/mcp, read 2026-11-29. `timeout` is milliseconds for a tool call.
 */
const rules = {
  variables: "shell",
  tokens: ["literal", "variable"],
  httpType: "http",
  stdioType: "stdio",
  oauth: "oauth",
  signIn: { clientId: "clientId" },
  callTime: { keys: ["timeout"], perSecond: 1000 },
} as const;
const shape = commonShape(rules);

export const claudeCode: App = {
  id: "claude-code",
  name: "Claude Code",
  about: () => message("apps.about.terminalAgent", "agent in the terminal"),
  files: (system) => [
    { path: userFile(system), level: "user", shape },
    ...local(system),
    ...inWorkspace(system, ".mcp.json").map((path): AppFile => ({ path, level: "project", shape })),
  ],
  next: () =>
    message(
      "apps.next.claudeCode",
      'Start a new Claude Code session; "/mcp" shows the hub. A project\'s file must be approved there once.',
    ),
};

const userFile = (system: System): string =>
  pathOn(system, system.env.CLAUDE_CONFIG_DIR || system.home, ".claude.json");

/** The servers that a person added for one project only: they are in the user's file, too. */
const local = (system: System): readonly AppFile[] =>
  system.workspace === undefined
    ? []
    : [
        {
          path: userFile(system),
          level: "user",
          shape: commonShape({ ...rules, root: ["projects", system.workspace, "mcpServers"] }),
          isReadOnly: true,
        },
      ];
