import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { locationOf, type SettingsLocation } from "../../core/config/schema/settingsLocation";
import { literalSecrets } from "../../core/config/secrets/literalSecrets";
import { safeLine } from "../../core/kernel/redact";
import type { CommandId, NamedTarget } from "../manifest/commandTable";

/** Something about a place in the settings that a click can better. */
export interface SettingsOffer extends SettingsLocation {
  /** Keys from the top of the settings. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly fix: { readonly title: string; readonly command: CommandId; readonly target: NamedTarget };
}

const command = "mcpHub.moveSecrets" satisfies CommandId;

/** Offers to move the secrets that stand in the settings in plain text, one for each. */
export const secretOffers = (definitions: readonly ServerDefinition[]): readonly SettingsOffer[] =>
  definitions.flatMap((definition) => {
    const { id, key = id, entry } = definition;
    if (entry.kind !== "valid") return [];
    return literalSecrets(entry.config).map(({ path, label }) => ({
      ...locationOf(definition),
      path: ["mcpHub.servers", key, ...path],
      message: `Server "${id}": "${safeLine(label, 80)}" looks like a secret in plain text. The quick fix moves it to secret storage.`,
      fix: {
        title: `Move "${safeLine(label, 80)}" to secret storage`,
        command,
        target: { server: id, name: path.join(".") },
      },
    }));
  });
