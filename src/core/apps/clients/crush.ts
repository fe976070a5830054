import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inWorkspace, inXdgConfig, pathOn } from "../system";

/**
 * `crush.json`: `mcp` by name, `type` stdio (also without it), http or sse; `timeout` is seconds for the start. Texts are expanded like a
 * shell's (`$X`, `$(program)`). Crush prefers `crushrc`, a shell script, and reads the JSON as before.
 * Source: charmbracelet/crush docs/config/README.md ("Legacy JSON"), read 2026-11-29.
 */
const shape = commonShape({
  root: ["mcp"],
  variables: "dollar",
  tokens: ["literal", "variable"],
  httpType: "http",
  stdioType: "stdio",
  connectTime: { keys: ["timeout"], perSecond: 1 },
  disabledTools: ["disabled_tools"],
  allowedTools: ["enabled_tools"],
  has: ["disabled"],
  oauth: "oauth",
});

export const crush: App = {
  id: "crush",
  name: "Crush",
  about: () => message("apps.about.terminalAgent", "agent in the terminal"),
  files: (system) => [
    { path: inXdgConfig(system, "crush/crush.json"), level: "user", shape },
    ...(system.platform === "win32" && system.env.LOCALAPPDATA
      ? [
          {
            path: pathOn(system, system.env.LOCALAPPDATA, "crush/crush.json"),
            level: "user",
            shape,
            isReadOnly: true,
          } satisfies AppFile,
        ]
      : []),
    ...inWorkspace(system, "crush.json").map((path): AppFile => ({ path, level: "project", shape })),
    ...inWorkspace(system, ".crush.json").map((path): AppFile => ({ path, level: "project", shape, isReadOnly: true })),
  ],
  next: () => message("apps.next.crush", "Start Crush again."),
};
