import type { ImportRules } from "../../../core/apps/import/candidates";
import type { System } from "../../../core/apps/system";
import type { ImportCommandPorts } from "./importWalk";

/** What decides now what the hub can do with a server of another app. */
export function importRules(
  { current, origins }: Pick<ImportCommandPorts, "current" | "origins">,
  { platform }: Pick<System, "platform">,
): ImportRules {
  const { definitions, options } = current();
  return { known: definitions, origins: origins.all(), platform, hubPort: options.gatewayPort, limits: options };
}
