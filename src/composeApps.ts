import { join } from "node:path";
import type { ClientTokens } from "./core/access/clientTokens";
import { Origins } from "./core/apps/import/origins";
import type { System } from "./core/apps/system";
import { AppUse } from "./core/apps/use/appUse";
import type { StateStore } from "./core/kernel/ports";
import { AppFileStore } from "./node/apps/appFileStore";
import { hubProgram, renewLauncher, sharedProgram } from "./node/apps/hubProgram";

export interface AppsPorts {
  /** The folder of the extension that runs now. */
  readonly extension: string;
  /** The extension's own storage: backups are there, and what apps start. */
  readonly storage: string;
  readonly state: StateStore;
  readonly clients: () => ClientTokens;
  readonly system: () => System;
}

/** Puts together how other apps of this machine are set up to use the hub, and what is imported from them. `renew` adjusts what they start to the version that runs. */
export function composeApps({ extension, storage, state, clients, system }: AppsPorts) {
  const program = { bundle: join(extension, "dist", "headless.js"), storage, env: process.env };
  const files = new AppFileStore(join(storage, "backups"));
  const use = new AppUse({
    files,
    clients: {
      address: async () => `${clients().url()}/mcp`,
      add: (client) => clients().add(client),
      revoke: (id) => clients().revoke(id),
      list: () => clients().list(),
      idOf: (token) => clients().idOf(token),
    },
    state,
    system,
    program: async (level) => (level === "user" ? hubProgram(program) : sharedProgram),
  });
  return { use, files, system, origins: new Origins(state), renew: () => renewLauncher(program) };
}
