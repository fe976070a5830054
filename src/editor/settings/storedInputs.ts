import { HubError } from "../../core/kernel/hubError";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Secrets } from "./secrets";
import { readSettings } from "./watchedSettings";

/** Values that the person entered for `${input:…}`, kept in secret storage. */
export interface StoredInputs {
  /** Forgets the values of one server. The hub asks for them again when the server connects. Rejects with a `HubError`. */
  forget(server: ServerId): Promise<void>;
}

/** The stored inputs of the servers in this window's settings; entries of the same name in other workspaces keep theirs. */
export const storedInputs = (
  secrets: Pick<Secrets, "forget">,
  definitions = () => readSettings().definitions,
): StoredInputs => ({
  forget: async (server) => {
    const definition = definitions().find(({ id }) => id === server);
    if (!definition)
      throw new HubError(
        "unknown-server",
        message("settings.serverGone", 'The settings no longer have a server "{server}".', { server }),
      );
    await secrets.forget(definition);
  },
});
