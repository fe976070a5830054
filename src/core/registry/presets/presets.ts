import { dataPresets } from "./data";
import { developmentPresets } from "./development";
import { localPresets } from "./local";
import type { Preset } from "./preset";
import { webPresets } from "./web";
import { workPresets } from "./work";

/** Every service that can be added by its name, in the order of its kinds. */
export const presets = (): readonly Preset[] => [
  ...workPresets(),
  ...developmentPresets(),
  ...webPresets(),
  ...dataPresets(),
  ...localPresets(),
];
