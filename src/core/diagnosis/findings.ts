import type { Evidence, Failure } from "./evidence";
import type { Finding } from "./finding";
import { entryFinding, isOfEntry } from "./rules/entryRules";
import { httpRules } from "./rules/httpRules";
import { networkRules } from "./rules/networkRules";
import { outputRules } from "./rules/outputRules";
import { programRules } from "./rules/programRules";
import { lastRules, protocolRules } from "./rules/protocolRules";
import { readyFindings } from "./rules/readyRules";
import type { Rule } from "./rules/rule";

const ofPrograms: readonly Rule[] = [...programRules, ...protocolRules, ...outputRules, ...lastRules];
const ofAddresses: readonly Rule[] = [...networkRules, ...protocolRules, ...httpRules, ...outputRules, ...lastRules];

/**
 * Why a server does not work, or what is not as it should be; none if nothing is wrong. `unplanned`: why nothing of it could be run or
 * contacted.
 */
export function findingsOf(evidence: Evidence, unplanned?: Failure): readonly Finding[] {
  const { attempt, plan } = evidence;
  const failure = unplanned ?? (attempt?.failure && isOfEntry(attempt.failure) ? attempt.failure : undefined);
  const ofEntry = entryFinding(evidence, failure);
  if (ofEntry) return [ofEntry];
  if (!attempt?.failure) return readyFindings(evidence);
  const failed = { ...evidence, attempt, failure: attempt.failure };
  for (const rule of plan?.kind === "stdio" ? ofPrograms : ofAddresses) {
    const found = rule(failed);
    if (found) return [found];
  }
  return [];
}
