import type { App, AppFile } from "../../../src/core/apps/app";
import { apps } from "../../../src/core/apps/apps";
import type { System } from "../../../src/core/apps/system";
import type { Target } from "../../../src/core/apps/target";

export const linux: System = { platform: "linux", home: "/home/ann", env: {}, workspace: "/work/shop" };

/** Not the shape of a real token, so that no scanner of secrets stumbles over it. */
export const token = "T0ken-for-this-test-only";
export const url = "http://127.0.0.1:43117/mcp";
export const variable = "HUB_TOKEN";
export const program = { command: "mcp-client-hub", args: ["stdio"] };

/** Every file that the hub writes, with every form of the entry that the file may have. */
export const writable: readonly { app: App; file: AppFile; targets: readonly Target[] }[] = apps.flatMap((app) => {
  const seen = new Set<unknown>();
  return app.files(linux).flatMap((file) => {
    if (file.isReadOnly || seen.has(`${file.level}${file.path.endsWith(".jsonc")}`)) return [];
    seen.add(`${file.level}${file.path.endsWith(".jsonc")}`);
    const http: Target[] = file.shape.tokens
      .filter((kind) => kind === "variable" || file.level === "user")
      .map((kind) => ({ url, token: kind === "literal" ? { literal: token } : { variable } }));
    return [{ app, file, targets: [...http, program] }];
  });
});
