import { type ImportRules, importRules } from "../../../core/apps/import/candidates";
import type { CommandPorts } from "../commandPorts";

/** What decides about servers that are offered for import now. */
export const currentRules = ({ imports, apps }: Pick<CommandPorts, "imports" | "apps">): ImportRules =>
  importRules(imports.current(), imports.origins.all(), apps.system().platform);
