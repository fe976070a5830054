import { posix, win32 } from "node:path";

/**
 * Where the headless hub keeps what it learned: `MCP_HUB_STATE_FOLDER`, else where the system keeps such (XDG base directories; Apple's
 * Application Support; Windows' local application data).
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (env.MCP_HUB_STATE_FOLDER) return env.MCP_HUB_STATE_FOLDER;
  const name = "mcp-client-hub";
  if (platform === "win32") return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), name);
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", name);
  // A relative path there is to be passed by (XDG base directory specification).
  const named = env.XDG_STATE_HOME?.startsWith("/") ? env.XDG_STATE_HOME : undefined;
  return posix.join(named ?? posix.join(home, ".local", "state"), name);
}
