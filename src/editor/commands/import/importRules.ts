import type { ImportRules } from "../../../core/apps/import/candidates";
import type { CommandPorts } from "../commandPorts";

/** What the hub compares servers with that are imported. */
export function importRules({ imports, apps }: Pick<CommandPorts, "imports" | "apps">): ImportRules {
  const { definitions, options } = imports.current();
  return {
    known: definitions,
    origins: imports.origins.all(),
    platform: apps.system().platform,
    hubPort: options.gatewayPort,
    limits: options,
  };
}
