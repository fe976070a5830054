import type { AttackKind } from "./attack";
import { consent } from "./consent";
import { fences } from "./fences";
import { hiddenText } from "./hiddenText";
import { rugPulls } from "./rugPulls";
import { schemas } from "./schemas";
import { shadowing } from "./shadowing";
import { shownText } from "./shownText";
import { wire } from "./wire";

/** Everything that is tried, by kind. */
export const attackKinds: readonly AttackKind[] = [
  hiddenText,
  fences,
  rugPulls,
  shadowing,
  consent,
  shownText,
  schemas,
  wire,
];
