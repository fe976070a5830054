import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { isPlain } from "../editing/place";
import { commonSaid } from "../reading/commonSaid";
import { inAppData, inWorkspace, inXdgConfig } from "../system";

const rules = {
  root: ["context_servers"],
  variables: "none",
  // Zed has no variables; without an Authorization header it begins to sign in, so a project gets the program.
  silent: ["source"],
  isRemote: true,
  has: ["enabled"],
} as const;

/**
 * `context_servers` of Zed's settings: `command`, `args`, `env`, or `url` and `headers`; in older files `command` holds an object with
 * `path`, `args` and `env`. Entries of extensions have only `settings`. Source: zed.dev/docs/ai/mcp, and zed-industries/zed
 * docs/src/ai/mcp.md, read 2026-11-29.
 */
const zedShape = (tokens: readonly "literal"[]) =>
  commonShape({
    ...rules,
    tokens,
    read: (keys) => {
      if (!keys.has("command") && !keys.has("url"))
        return { skip: message("apps.zedExtension", "it is an extension of Zed, which runs only there.") };
      const said = commonSaid(keys, rules);
      if (!isPlain(said.command)) return said;
      const { path, args, env } = said.command;
      return { ...said, command: path, args: args ?? said.args, env: env ?? said.env };
    },
  });
const user = zedShape(["literal"]);
const project = zedShape([]);

export const zed: App = {
  id: "zed",
  name: "Zed",
  about: () => message("apps.about.editor", "editor"),
  files: (system) => [
    {
      path:
        system.platform === "win32" ? inAppData(system, "Zed/settings.json") : inXdgConfig(system, "zed/settings.json"),
      level: "user",
      shape: user,
    },
    ...inWorkspace(system, ".zed/settings.json").map((path): AppFile => ({ path, level: "project", shape: project })),
  ],
  next: () =>
    message(
      "apps.next.zed",
      "Zed connects when the file is saved: look for the green dot in the Agent Panel's settings.",
    ),
  limit: () => message("apps.limit.zed", "Zed uses tools and prompts, and no resources."),
};
