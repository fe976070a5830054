import { trimmedResult } from "../messages/resultText";
import type { KeptResults } from "./keptResults";
import type { Layer } from "./toolCall";

/**
 * Keeps each result for a look at it after the call, and gives a caller with little room only the beginning of a larger one, with a handle
 * of the whole: the id of the call.
 */
export const trim =
  (kept: KeptResults): Layer =>
  (next) =>
  async (call) => {
    const result = await next(call);
    const isKept = kept.keep(call, result);
    return call.trimTo ? trimmedResult(result, call.trimTo, isKept ? call.id : undefined) : result;
  };
