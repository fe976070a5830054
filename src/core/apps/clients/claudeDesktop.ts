import { message } from "../../../protocol/message";
import type { App } from "../app";
import { commonShape } from "../commonShape";
import { inAppData } from "../system";

/**
 * `claude_desktop_config.json`: programs only, and no variables.
 * Source: modelcontextprotocol.io/docs/develop/connect-local-servers, read 2026-11-29. Remote servers are added in the app as connectors,
 * which need a public https address.
 */
const shape = commonShape({ variables: "none", tokens: [] });

export const claudeDesktop: App = {
  id: "claude-desktop",
  name: "Claude Desktop",
  about: () => message("apps.about.desktop", "desktop app"),
  files: (system) => [{ path: inAppData(system, "Claude/claude_desktop_config.json"), level: "user", shape }],
  next: () => message("apps.next.claudeDesktop", "Quit Claude Desktop completely and start it again."),
};
