import type { ServerInfo } from "../../../protocol/connectionState";
import type { ServerId } from "../../../protocol/hubEvent";
import type { Outcome, Verdict } from "./outcome";
import type { Scenario } from "./scenarios";

/** How one scenario ended. */
export interface ScenarioResult extends Outcome {
  readonly name: string;
}

/** What was run at one revision. */
export interface RevisionReport {
  /** What the server said of itself at this revision; untrusted. */
  readonly info: ServerInfo;
  readonly results: readonly ScenarioResult[];
  readonly notOffered: readonly Scenario[];
  readonly ofHttp: readonly Scenario[];
}

/** A run of the suite on one server. */
export interface ConformanceReport {
  readonly server: ServerId;
  readonly suiteVersion: string;
  readonly revisions: readonly RevisionReport[];
}

/** How many scenarios of all revisions ended how. */
export function verdictCounts({ revisions }: ConformanceReport): Readonly<Record<Verdict, number>> {
  const counts = { passed: 0, failed: 0, warning: 0, "not-checked": 0 };
  for (const { verdict } of revisions.flatMap(({ results }) => results)) counts[verdict]++;
  return counts;
}
