import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inHome, inWorkspace } from "../system";

/**
 * `mcp.json` of Cursor; an address without a type is Streamable HTTP, with SSE where the server is older.
 * Source: cursor.com/docs/mcp.md, read 2026-11-29. `auth` has `CLIENT_ID`, `CLIENT_SECRET` and `scopes`.
 */
const shape = commonShape({
  variables: "env",
  tokens: ["literal", "variable"],
  oauth: "auth",
  signIn: { clientId: "CLIENT_ID", clientSecret: "CLIENT_SECRET", scopes: "scopes" },
  has: ["envFile"],
});

export const cursor: App = {
  id: "cursor",
  name: "Cursor",
  about: () => message("apps.about.editor", "editor"),
  files: (system) => [
    { path: inHome(system, ".cursor/mcp.json"), level: "user", shape },
    ...inWorkspace(system, ".cursor/mcp.json").map((path): AppFile => ({ path, level: "project", shape })),
  ],
  next: () =>
    message(
      "apps.next.cursor",
      "Switch the hub on in Cursor, under Settings, Tools & MCP; restart Cursor if it is not listed.",
    ),
};
