import { fieldSteps } from "../../config/schema/fieldPath";
import { type FieldChoice, withChosenFields } from "../../messages/chosenFields";
import type { CallOptionsOf } from "../budget";
import type { Layer } from "../toolCall";

/**
 * Leaves out of each result what the person's settings leave out of it (`tools.<name>.omit` and `pick`). Above kept answers, so that a
 * change of the settings holds for those too, and below whatever shows, keeps or records a result.
 */
export const chooseFields =
  (optionsOf: CallOptionsOf): Layer =>
  (next) =>
  (call) => {
    const { omit, pick } = optionsOf(call);
    if (!omit && !pick) return next(call);
    const choice: FieldChoice = { omit: omit?.map(fieldSteps), pick: pick?.map(fieldSteps) };
    return next(call).then((result) => withChosenFields(result, choice));
  };
