import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { HubError } from "../../core/kernel/hubError";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Secrets } from "./secrets";

/** Values that the person entered for `${input:…}`, kept in secret storage. */
export interface StoredInputs {
  /** Forgets the values of one server. The hub asks for them again when the server connects. Rejects with a `HubError`. */
  forget(server: ServerId): Promise<void>;
  /** The values that are stored for one server, without the values. */
  of(server: ServerDefinition): readonly { readonly key: string; readonly name: string }[];
}

/** The stored inputs of the servers in this window's settings; entries of the same name in other workspaces keep theirs. */
export const storedInputs = (
  secrets: Pick<Secrets, "forget" | "of">,
  definitions: () => readonly ServerDefinition[],
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
  of: (server) => secrets.of(server),
});
