import type { Attempt, Evidence, Failure } from "../evidence";
import type { Finding, Fix } from "../finding";
import type { FindingCode } from "../findingCodes";

/** Evidence of an attempt that failed. */
export interface FailedEvidence extends Evidence {
  readonly attempt: Attempt;
  readonly failure: Failure;
}

/** Looks for one cause. The first rule that finds one decides. */
export type Rule = (evidence: FailedEvidence) => Finding | undefined;

/** A problem; without a sentence of its own, the failure's. */
export const problem = (code: FindingCode, sentence: string, fix?: Fix): Finding => ({
  code,
  severity: "problem",
  sentence,
  ...(fix && { fix }),
});
