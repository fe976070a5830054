import { appTargets } from "./appTargets";
import type { Target } from "./fuzz";
import { schemaTargets } from "./schemaTargets";
import { serviceTargets } from "./serviceTargets";
import { settingsTargets } from "./settingsTargets";
import { textTargets } from "./textTargets";
import { webTargets } from "./webTargets";
import { wireTargets } from "./wireTargets";

/** Every parser that reads what comes from outside. */
export const targets: readonly Target[] = [
  ...wireTargets,
  ...webTargets,
  ...schemaTargets,
  ...settingsTargets,
  ...appTargets,
  ...serviceTargets,
  ...textTargets,
];
