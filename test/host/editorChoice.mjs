// Which VS Code the extension-host tests run in.

/**
 * The embedded editor where it is asked for, and on a Linux without a display; else a desktop VS Code, which is downloaded.
 *
 * @param {Record<string, string | undefined>} env
 * @param {NodeJS.Platform} platform
 * @returns {{ editor: "embedded" | "desktop", why: string }}
 */
export function chooseEditor(env, platform) {
  const asked = env.MCP_HUB_TEST_EDITOR;
  if (asked === "embedded" || asked === "desktop") return { editor: asked, why: "MCP_HUB_TEST_EDITOR says so" };
  if (asked) throw new Error(`MCP_HUB_TEST_EDITOR is "${asked}": say "embedded" or "desktop", or leave it out.`);
  if (platform === "linux" && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return { editor: "embedded", why: "there is no display" };
  }
  return { editor: "desktop", why: "there is a display" };
}
