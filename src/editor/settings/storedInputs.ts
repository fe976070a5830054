import { HubError } from "../../core/kernel/hubError";
import type { StoredInputs } from "../commands/commandPorts";
import type { Secrets } from "./secrets";
import { readSettings } from "./watchedSettings";

/** What was asked for once and is kept, server by server: of the entry that a server has here, in no other workspace. */
export const storedInputs = (
  secrets: Pick<Secrets, "forget">,
  definitions = () => readSettings().definitions,
): StoredInputs => ({
  forget: async (server) => {
    const definition = definitions().find(({ id }) => id === server);
    if (!definition) throw new HubError("unknown-server", `There is no server "${server}" in the settings any more.`);
    await secrets.forget(definition);
  },
});
