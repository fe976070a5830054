import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inHome } from "../system";

/**
 * `mcp_config.json`: the address is `serverUrl` (entries with `url` do not connect in some versions). `serverUrl`, `headers`, `command`,
 * `args` and `env` may have `${env:X}`. Source: docs.windsurf.com/windsurf/cascade/mcp, as quoted by vendors' guides of 2026-10-29, read
 * 2026-11-29.
 */
const shape = commonShape({
  variables: "env",
  tokens: ["literal", "variable"],
  url: "serverUrl",
  urls: ["serverUrl", "url"],
  has: ["disabled"],
  disabledTools: ["disabledTools"],
  grants: ["alwaysAllow"],
});

export const windsurf: App = {
  id: "windsurf",
  name: "Windsurf",
  about: () => message("apps.about.editor", "editor"),
  files: (system) => [
    { path: inHome(system, ".codeium/windsurf/mcp_config.json"), level: "user", shape },
    { path: inHome(system, ".codeium/mcp_config.json"), level: "user", shape, isReadOnly: true } satisfies AppFile,
  ],
  next: () => message("apps.next.windsurf", "Press Refresh in Windsurf's MCP panel, or restart Windsurf."),
  limit: () =>
    message("apps.limit.windsurf", "Windsurf's agent uses at most 100 tools in all: choose a profile with fewer."),
};
