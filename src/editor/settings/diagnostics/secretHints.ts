import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { locationOf, type SettingsLocation } from "../../../core/config/schema/settingsLocation";
import { literalSecrets } from "../../../core/config/secrets/literalSecrets";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import type { CommandId, NamedTarget } from "../../manifest/commandTable";

/** What mends a value: a command, or another text in its place. */
export type SettingsFix = CommandFix | TextFix;

interface CommandFix {
  readonly title: string;
  readonly command: CommandId;
  readonly target: NamedTarget;
}

interface TextFix {
  readonly title: string;
  /** What stands there, and what should, as JSON. */
  readonly before: string;
  readonly after: string;
}

/** A hint about a value in the settings, with what mends it where the hub can. */
export interface SettingsHint extends SettingsLocation {
  /** Keys from the top of the settings. */
  readonly path: readonly (string | number)[];
  readonly severity?: "warning";
  readonly message: string;
  readonly fix?: SettingsFix;
}

const command = "mcpHub.moveSecrets" satisfies CommandId;

/** One hint for each secret that the settings hold in plain text. */
export const secretHints = (
  definitions: readonly ServerDefinition[],
): readonly (SettingsHint & { readonly fix: CommandFix })[] =>
  definitions.flatMap((definition) => {
    const { id, key = id, entry } = definition;
    if (entry.kind !== "valid") return [];
    return literalSecrets(entry.config).map(({ path, label }) => {
      const secret = safeLine(label, 80);
      return {
        ...locationOf(definition),
        path: ["mcpHub.servers", key, ...path],
        message: message(
          "secrets.plainText",
          'Server "{server}": "{secret}" looks like a secret in plain text. Use the quick fix to move it to secret storage.',
          { server: id, secret },
        ),
        fix: {
          title: message("secrets.move", 'Move "{secret}" to secret storage', { secret }),
          command,
          target: { server: id, name: path.join(".") },
        },
      };
    });
  });
