import { type ImportRules, importRules } from "../../../core/apps/import/candidates";
import type { System } from "../../../core/apps/system";
import type { ImportCommandPorts } from "./importWalk";

/** What decides now what the hub can do with a server of another app. */
export const currentRules = (
  { current, origins }: Pick<ImportCommandPorts, "current" | "origins">,
  { platform }: Pick<System, "platform">,
): ImportRules => importRules(current(), origins.all(), platform);
