import type { App } from "../app";
import { codex } from "../clients/codex";
import { continueDev } from "../clients/continueDev";
import { goose } from "../clients/goose";
import { openCode } from "../clients/openCode";
import { zed } from "../clients/zed";
import { commonShape } from "../commonShape";
import type { Shape } from "../shape";
import type { System } from "../system";

/** Text that was pasted may come from any app: the words of all of them are understood, and times are left, since their units differ. */
export const anyShape = (root: readonly string[]): Shape =>
  commonShape({
    root,
    variables: "shell",
    tokens: [],
    urls: ["httpUrl", "serverUrl", "url"],
    oauth: "oauth",
    grants: ["autoApprove", "alwaysAllow", "trust"],
    disabledTools: ["disabledTools", "excludeTools", "disabled_tools"],
    allowedTools: ["includeTools", "enabled_tools", "tools"],
    dev: true,
    silent: ["gallery", "version", "metadata", "remoteConfigured", "watchPaths", "source", "registry"],
  });

/** The shape of an app's own file. */
const shapeOf = (app: App): Shape => {
  const nowhere: System = { platform: "linux", home: "/", env: {} };
  const [file] = app.files(nowhere);
  if (!file) throw new Error(`${app.id} has no file.`);
  return file.shape;
};

/** The shapes of apps that write servers in a way of their own. */
export const ownShapes = {
  openCode: shapeOf(openCode),
  zed: shapeOf(zed),
  goose: shapeOf(goose),
  codex: shapeOf(codex),
  continueDev: shapeOf(continueDev),
} as const;
