import { unpinnedPackage } from "../../../core/config/schema/packageRunner";
import { isStdio } from "../../../core/config/schema/serverConfig";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { locationOf } from "../../../core/config/schema/settingsLocation";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import type { SettingsHint } from "./secretHints";

/** The version of a package that is installed here; `undefined` where that cannot be told. */
export type InstalledVersion = (name: string) => Promise<string | undefined>;

/** A warning for each package that is fetched without an exact version, with a fix where the installed version is known. */
export async function packageHints(
  definitions: readonly ServerDefinition[],
  installed: InstalledVersion,
): Promise<readonly SettingsHint[]> {
  const hints = definitions.map(async (definition): Promise<readonly SettingsHint[]> => {
    const { id, key = id, entry } = definition;
    if (entry.kind !== "valid" || !isStdio(entry.config)) return [];
    const { command, args = [] } = entry.config;
    const found = unpinnedPackage(command, args);
    if (!found) return [];
    const { index, name, separator, registry } = found;
    const version = registry === "npm" ? await installed(name) : undefined;
    const pinned = `${name}${separator}${version ?? "1.2.3"}`;
    const shown = safeLine(name, 80);
    const values = { server: id, name: shown, pinned: safeLine(pinned, 100) };
    return [
      {
        ...locationOf(definition),
        path: ["mcpHub.servers", key, "args", index],
        severity: "warning",
        message:
          version === undefined
            ? message(
                "packages.unpinned",
                'Server "{server}" runs the newest version of "{name}", even one that was published a minute ago. Write an exact version that you have checked, such as "{pinned}".',
                values,
              )
            : message(
                "packages.unpinnedInstalled",
                'Server "{server}" runs the newest version of "{name}", even one that was published a minute ago. Use the quick fix to keep the one that is installed: "{pinned}".',
                values,
              ),
        ...(version !== undefined && {
          fix: {
            title: message("packages.pin", 'Pin "{pinned}"', { pinned: safeLine(pinned, 100) }),
            before: JSON.stringify(found.written),
            after: JSON.stringify(pinned),
          },
        }),
      },
    ];
  });
  return (await Promise.all(hints)).flat();
}
