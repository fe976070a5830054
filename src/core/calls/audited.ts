import type { Decision, RequestFacts } from "../../protocol/hubEvent";
import { onAbort } from "../kernel/abortSignals";
import { abortError } from "../kernel/hubError";
import { nameOf } from "./budget";
import { factsOf } from "./observe";
import { type OuterLayer, run, type ToolCall } from "./toolCall";

/** What the path of a request tells the audit; the rest is in the events. */
export interface CallAudit {
  /** Whether calls are recorded now. */
  isOn(): boolean;
  /** A call is about to be sent. Settles when it may be; `undefined`: at once. Rejects or throws where it may not. */
  begin(facts: RequestFacts, decision: Decision | undefined): Promise<void> | undefined;
  /** What came back for a call. */
  returned(call: string, result: unknown): void;
}

/** Records a call before it is sent where that is required, and what came back. Refusals of the layers above are in the events. */
export const audited =
  (audit: CallAudit): OuterLayer =>
  (next) => {
    const recorded = <R>(sent: Promise<R>, call: ToolCall): Promise<R> =>
      sent.then((result) => {
        audit.returned(call.id, result);
        return result;
      });
    return (call) => {
      if (!audit.isOn()) return next(call);
      const begun = audit.begin(factsOf(call), call.trace?.decision);
      if (!begun) return recorded(run(next, call), call);
      return orAborted(begun, call).then(() => recorded(run(next, call), call));
    };
  };

/** The caller may give up meanwhile. */
function orAborted(begun: Promise<void>, call: ToolCall): Promise<void> {
  const { signal } = call;
  if (signal.aborted) return Promise.reject(abortError(signal, nameOf(call)));
  return new Promise((resolve, reject) => {
    const stopListening = onAbort(signal, () => reject(abortError(signal, nameOf(call))));
    begun.then(resolve, reject).finally(stopListening);
  });
}
