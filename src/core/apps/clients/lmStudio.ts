import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import { commonShape } from "../commonShape";
import { inHome } from "../system";

/** `mcp.json` of LM Studio, in Cursor's notation and without variables. Source: lmstudio.ai/docs/app/mcp, read 2026-11-29. */
const shape = commonShape({ variables: "none", tokens: ["literal"] });

export const lmStudio: App = {
  id: "lm-studio",
  name: "LM Studio",
  about: () => message("apps.about.localModels", "desktop app for local models"),
  files: (system) => [
    { path: inHome(system, ".lmstudio/mcp.json"), level: "user", shape },
    { path: inHome(system, ".cache/lm-studio/mcp.json"), level: "user", shape, isReadOnly: true } satisfies AppFile,
  ],
  next: () =>
    message(
      "apps.next.lmStudio",
      "Switch the hub on in LM Studio, in the Program tab; start LM Studio again if it is not listed.",
    ),
};
