import type { StoredInputs } from "./commandPorts";
import type { Secrets } from "./secrets";

/** What was asked for once and is kept, server by server. */
export const storedInputs = (secrets: Secrets): StoredInputs => ({
  forget: async (server) => {
    for (const stored of secrets.list()) if (stored.server === server) await secrets.delete(stored.key);
  },
});
