import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { isPlain } from "../editing/place";
import { commonSaid } from "../reading/commonSaid";
import { TakenKeys } from "../reading/takenKeys";
import { inAppData, inHome } from "../system";

const rules = {
  variables: "env",
  tokens: ["literal"],
  httpType: "streamableHttp",
  untyped: "sse",
  has: ["cwd", "disabled"],
  callTime: { keys: ["timeout"], perSecond: 1 },
  grants: ["autoApprove"],
  silent: ["metadata", "remoteConfigured"],
} as const;

/**
 * `cline_mcp_settings.json`: an address without a type is HTTP+SSE; the old word for Streamable HTTP is `"transportType": "http"`; the
 * command line nests `transport`. Source: cline/cline src/services/mcp/schemas.ts (commit 1a19637), read 2026-11-29. That headers may have
 * variables is not confirmed, so the hub writes none.
 */
const shape = commonShape({
  ...rules,
  defaults: { timeout: 60 },
  read: (keys) => {
    for (const key of ["oauth", "oauthClient"])
      keys.leave(key, "warning", () =>
        message(
          "apps.signInLeft",
          '"{key}" holds sign-ins of the app, which are not taken over. Sign in once in the hub.',
          { key },
        ),
      );
    const nested = keys.has("command") || keys.has("url") ? undefined : keys.take("transport");
    if (!isPlain(nested)) return commonSaid(keys, rules);
    const inner = new TakenKeys(nested, []);
    return { ...commonSaid(keys, rules), ...commonSaid(inner, rules) };
  },
});

export const cline: App = {
  id: "cline",
  name: "Cline",
  about: () => message("apps.about.extension", "extension of editors"),
  files: (system) => [
    {
      path: system.env.CLINE_MCP_SETTINGS_PATH || inHome(system, ".cline/data/settings/cline_mcp_settings.json"),
      level: "user",
      shape,
    },
    ...["Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf"].map(
      (editor): AppFile => ({
        path: inAppData(system, `${editor}/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json`),
        level: "user",
        shape,
      }),
    ),
  ],
  next: () => message("apps.next.cline", "Cline reads the file at once: look under MCP Servers, Configure."),
};
