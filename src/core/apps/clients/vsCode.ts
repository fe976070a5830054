import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { parseJsonc } from "../editing/jsonFile";
import { isPlain } from "../editing/place";
import type { Shape } from "../shape";
import { inAppData, inHome, inWorkspace, pathOn, type System } from "../system";
import { isHttp } from "../target";

const rules = {
  variables: "editor",
  tokens: ["literal", "variable"],
  httpType: "http",
  stdioType: "stdio",
  oauth: "oauth",
  signIn: { clientId: "clientId" },
  has: ["cwd", "envFile"],
  dev: true,
  silent: ["gallery", "version"],
} as const;

/**
 * `mcp.json` of VS Code: `servers` by name, and `inputs` that are asked once and kept by VS Code.
 * Source: code.visualstudio.com/docs/agents/reference/mcp-configuration, read 2026-11-29.
 */
const servers = commonShape({ ...rules, root: ["servers"] });

const inputOf = (name: string): string => `${name}-token`;

/** With a variable, VS Code asks for the token once and keeps it: it is often started without the environment of a shell. */
export const mcpJson: Shape = {
  ...servers,
  write: (target, name) =>
    isHttp(target) && "variable" in target.token
      ? { type: "http", url: target.url, headers: { Authorization: `Bearer \${input:${inputOf(name)}}` } }
      : servers.write(target, name),
  beside: {
    place: (name) => ({ parent: ["inputs"], key: inputOf(name), namedBy: "id" }),
    value: (name) => ({
      type: "promptString",
      id: inputOf(name),
      description: "MCP Hub: token of this client",
      password: true,
    }),
    reference: (name) => `\${input:${inputOf(name)}}`,
  },
};

/** The place of servers before 2025-06: `"mcp": {"servers": …}` in settings.json. */
const settingsJson = commonShape({ ...rules, root: ["mcp", "servers"] });

/** `.mcp.json` at the root of a project, in the shape that Claude Code, Copilot CLI and VS Code read. Claude Code's file is this one, too. */
const portable = commonShape({ ...rules, variables: "shell" });

const readOnly = { isReadOnly: true } as const;

/** The folders of user settings, of each edition. */
function userFolders(system: System): readonly string[] {
  const portableFolder = system.env.VSCODE_PORTABLE;
  return [
    ...(portableFolder ? [pathOn(system, portableFolder, "user-data/User")] : []),
    ...["Code", "Code - Insiders", "VSCodium"].map((edition) => inAppData(system, `${edition}/User`)),
    inHome(system, ".vscode-server/data/User"),
  ];
}

export const vsCode: App = {
  id: "vscode",
  name: "VS Code",
  about: () => message("apps.about.editor", "editor"),
  files: (system) => [
    ...userFolders(system).map((folder) => user(pathOn(system, folder, "mcp.json"))),
    ...userFolders(system).map((folder) => ({
      ...user(pathOn(system, folder, "settings.json")),
      shape: settingsJson,
      ...readOnly,
    })),
    ...inWorkspace(system, ".vscode/mcp.json").map((path): AppFile => ({ path, level: "project", shape: mcpJson })),
    ...inWorkspace(system, ".mcp.json").map(
      (path): AppFile => ({ path, level: "project", shape: portable, ...readOnly }),
    ),
  ],
  more: {
    index: (system) => inAppData(system, "Code/User/globalStorage/storage.json"),
    files: (indexText, system) =>
      profiles(indexText).map((id) => user(inAppData(system, `Code/User/profiles/${id}/mcp.json`))),
  },
  limit: () =>
    message(
      "apps.limit.vscode",
      "VS Code's own agent gets the hub from this extension; sessions of Copilot's harness read Copilot CLI's file and .mcp.json instead.",
    ),
  next: () =>
    message(
      "apps.next.vscode",
      'VS Code reads the file at once: choose Start above the entry, or run "MCP: List Servers".',
    ),
};

const user = (path: string): AppFile => ({ path, level: "user", shape: mcpJson });

/** The folders of the profiles that VS Code's own record names. */
function profiles(indexText: string): readonly string[] {
  const parsed = parseJsonc(indexText);
  const all = parsed.kind === "value" && isPlain(parsed.value) ? parsed.value.userDataProfiles : undefined;
  if (!Array.isArray(all)) return [];
  const ids = all.map((profile: unknown) => (isPlain(profile) ? profile.location : undefined));
  return ids.filter((id) => typeof id === "string").filter((id) => /^[\w-]{1,64}$/.test(id));
}
