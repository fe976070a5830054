import type { LaunchPlan, StdioPlan } from "../../config/plan/launchPlan";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { OpenLink } from "../../connection/link";
import type { Clock } from "../../kernel/clock";
import type { SuiteEnd } from "./outcome";

/** A program that speaks stdio, at an address of this machine. */
export interface Bridge {
  readonly url: string;
  /** Settles when no process is left. */
  close(): Promise<void>;
}

/** The official suite, as a program. */
export interface Suite {
  /** Downloads it if needed. Rejects with a `HubError` that names the next step where it cannot run. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Runs one scenario; settles after an abort, too, once nothing is left of it. */
  run(scenario: string, revision: string, url: string, signal: AbortSignal): Promise<SuiteEnd>;
}

/** What a run of the suite needs of the hub and of the world. */
export interface ConformancePorts {
  /** Only what may run has a plan. */
  readonly plan: (definition: ServerDefinition, signal: AbortSignal) => Promise<LaunchPlan>;
  readonly open: OpenLink;
  /** A bridge for one scenario. */
  readonly bridge: (plan: StdioPlan) => Promise<Bridge>;
  readonly suite: Suite;
  readonly hasAccount: (server: string) => boolean;
  readonly clock: Clock;
}
