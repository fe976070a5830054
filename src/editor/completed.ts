import type { CompletionOf } from "../core/connection/completion";
import type { FormField } from "../core/forms/formFields";
import type { Hub } from "../core/hub";
import type { ServerId } from "../protocol/hubEvent";

/** Proposals that take longer than this do not help any more, in milliseconds. */
const patienceMs = 3000;

/** A field whose server proposes values for it. A server that proposes none, or fails to, costs the proposals only. */
export const completed = (
  hub: Pick<Hub, "complete">,
  server: ServerId,
  of: CompletionOf,
  field: FormField,
): FormField => ({
  ...field,
  suggest: async (value, answers) => {
    const others = Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, String(answer)]));
    const ask = { of, argument: field.name, value, others };
    return hub.complete(server, ask, AbortSignal.timeout(patienceMs)).catch(() => []);
  },
});
