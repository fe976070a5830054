import { parseEnv } from "node:util";
import { type PlanPorts, resolvePlan } from "../../src/core/config/plan/resolvePlan";
import type { Ask } from "../../src/core/config/plan/variableValues";
import type { LaunchConfig, ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import { askAtDesk } from "../../src/core/questions/askAtDesk";
import { aDesk } from "./aDesk";

export const live = new AbortController().signal;

export const defined = (config: LaunchConfig, change: Partial<ServerDefinition> = {}): ServerDefinition => ({
  id: "files",
  label: "files",
  scope: "user",
  enabled: true,
  entry: { kind: "valid", config },
  ...change,
});

/** A world that is all here: what is asked, what is stored, what lies in files. */
export function world(
  given: {
    folder?: string | null;
    answers?: Record<string, string>;
    ask?: Ask;
    debugs?: boolean;
    pathSeparator?: "/" | "\\";
  } = {},
) {
  const { folder = "/w", answers = {} } = given;
  const stored = new Map<string, string>();
  const asked: string[] = [];
  const files: Record<string, string> = {};
  const env: Record<string, string> = { TOKEN: "t0ken", NESTED: "${userHome}", EMPTY: "" };
  const ports: PlanPorts = {
    variableContext: {
      env: (name) => env[name],
      userHome: "/home/me",
      pathSeparator: given.pathSeparator ?? "/",
      workspaceFolder: (source) => (source?.startsWith("/w/") ? source : (folder ?? undefined)),
      namedFolder: (name) => (folder?.endsWith(`/${name}`) ? folder : undefined),
      readFile: async (path) => {
        const text = files[path];
        if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
        return text;
      },
    },
    secrets: {
      get: async (key) => stored.get(key),
      set: async (key, value) => void stored.set(key, value),
      delete: async (key) => void stored.delete(key),
    },
    ask: askAtDesk(
      aDesk(),
      given.ask ??
        (async ({ server, name, secret }) => {
          asked.push(`${server} ${name}${secret ? " hidden" : ""}`);
          return answers[name];
        }),
    ),
    parseEnv,
    debugs: given.debugs ?? false,
  };
  return { plan: resolvePlan(ports), stored, asked, files, env };
}
