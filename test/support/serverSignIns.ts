import { parseEnv } from "node:util";
import { resolvePlan } from "../../src/core/config/plan/resolvePlan";
import { readConfiguration } from "../../src/core/config/reading/configuration";
import { systemClock } from "../../src/core/kernel/clock";
import { ServerSignIns } from "../../src/mcp/auth/serverSignIns";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { signInWorld, type WorldOptions } from "./signInWorld";

/** Signing in to servers by their names, as commands do it: the entries as the person writes them, the rest as in `signInWorld`. */
export function serverSignIns(servers: Readonly<Record<string, unknown>>, options: WorldOptions = {}) {
  const world = signInWorld(options);
  const { definitions, problems } = readConfiguration([{ location: { scope: "user" }, values: { servers } }], true);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const plan = resolvePlan({
    variableContext: {
      env: () => undefined,
      userHome: "/",
      pathSeparator: "/",
      workspaceFolder: () => "/",
      readFile: async () => "",
    },
    secrets: world.secrets,
    ask: async () => undefined,
    parseEnv,
  });
  const definition = (server: string) => {
    const found = definitions.find(({ id }) => id === server);
    if (!found) throw new Error(`There is no server ${server}.`);
    return found;
  };
  const { clock = systemClock } = options;
  const events: HubEvent[] = [];
  const publish = (event: HubEvent) => void events.push(event);
  const signIns = new ServerSignIns({ definition, plan, ...world, clock, publish });
  return { ...world, definition, plan, signIns, events };
}
