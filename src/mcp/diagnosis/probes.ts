import type { Probes } from "../../core/diagnosis/diagnosisPorts";
import { type AddressProbePorts, addressFacts } from "./addressFacts";
import { failureFacts } from "./failureFacts";
import { type ProgramProbePorts, programFacts } from "./programFacts";

/** The probes of the doctor on this machine. */
export const probes = (ports: ProgramProbePorts & AddressProbePorts): Probes => ({
  failure: failureFacts,
  program: (plan, missing) => programFacts(plan, missing, ports),
  address: (plan, failure, signal) => addressFacts(plan, failure, ports, signal),
});
