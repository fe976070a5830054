import type { ServerId } from "../../protocol/hubEvent";
import type { Catalog } from "../catalog/catalog";
import type { HttpPlan, LaunchPlan, StdioPlan } from "../config/plan/launchPlan";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Options } from "../config/schema/settings";
import type { OpenLink } from "../connection/link";
import type { Clock } from "../kernel/clock";
import type { HubError } from "../kernel/hubError";
import type { AddressFacts, Failure, FailureFacts, ProgramFacts, Surroundings } from "./evidence";

/** Looks at what an entry names. Each is bounded in time, and settles also where it finds nothing. */
export interface Probes {
  /** What a failure of a link says beside its sentence. */
  failure(error: HubError): FailureFacts;
  /** `missing`: the program that the entry's own one needs and does not find, by the output of that. */
  program(plan: StdioPlan, missing: string | undefined): Promise<ProgramFacts>;
  /** Contacts only the host that the plan names, or its proxy. */
  address(plan: HttpPlan, failure: Failure, signal: AbortSignal): Promise<AddressFacts>;
}

/** What the doctor needs of the hub and of the world. */
export interface DiagnosisPorts {
  readonly plan: (definition: ServerDefinition, signal: AbortSignal) => Promise<LaunchPlan>;
  readonly open: OpenLink;
  readonly options: () => Pick<Options, "connectTimeoutSeconds">;
  readonly probes: Probes;
  readonly surroundings: () => Surroundings;
  /** What a server offers that is ready now: it is not started a second time. */
  readonly ready: (server: ServerId) => Catalog | undefined;
  /** Whether a server that is ready has printed something that is not a message. */
  readonly strayed: (server: ServerId) => boolean;
  readonly clock: Clock;
}
