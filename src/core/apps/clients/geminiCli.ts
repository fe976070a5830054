import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { valueAt } from "../editing/place";
import { inHome, inWorkspace, type System } from "../system";

/**
 * `settings.json` of Gemini CLI: `httpUrl` is Streamable HTTP and `url` is HTTP+SSE; `timeout` is milliseconds (600,000 without it).
 * Source: google-gemini/gemini-cli docs/tools/mcp-server.md, read 2026-11-29. `mcp.allowed` and `mcp.excluded` choose servers by name.
 */
const shape = commonShape({
  variables: "dollar",
  tokens: ["literal", "variable"],
  url: "httpUrl",
  urls: ["httpUrl", "url"],
  sseUrls: ["url"],
  sseUrl: "url",
  has: ["cwd"],
  signIn: { clientId: "clientId", clientSecret: "clientSecret", scopes: "scopes" },
  callTime: { keys: ["timeout"], perSecond: 1000 },
  allowedTools: ["includeTools"],
  disabledTools: ["excludeTools"],
  grants: ["trust"],
  oauth: "oauth",
  silent: ["authProviderType"],
  defaults: { timeout: 600_000 },
  isOff: (content, name) => {
    const allowed = valueAt(content, ["mcp", "allowed"]);
    const excluded = valueAt(content, ["mcp", "excluded"]);
    return (Array.isArray(excluded) && excluded.includes(name)) || (Array.isArray(allowed) && !allowed.includes(name));
  },
});

export const geminiCli: App = {
  id: "gemini-cli",
  name: "Gemini CLI",
  about: () => message("apps.about.terminalAgent", "agent in the terminal"),
  files: (system) => [
    { path: inHome(system, ".gemini/settings.json"), level: "user", shape },
    { path: systemFile(system), level: "user", shape, isReadOnly: true } satisfies AppFile,
    ...inWorkspace(system, ".gemini/settings.json").map((path): AppFile => ({ path, level: "project", shape })),
  ],
  next: () => message("apps.next.geminiCli", 'Start Gemini CLI again; "/mcp" shows the hub.'),
  limit: () =>
    message("apps.limit.geminiCli", "Gemini CLI shortens names of tools that are longer than 63 characters."),
};

function systemFile({ platform, env }: System): string {
  if (platform === "win32") return `${env.ProgramData || "C:\\ProgramData"}\\gemini-cli\\settings.json`;
  return platform === "darwin"
    ? "/Library/Application Support/GeminiCli/settings.json"
    : "/etc/gemini-cli/settings.json";
}
