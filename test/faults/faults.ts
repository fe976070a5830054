import { failedCalls } from "./failedCalls";
import type { Fault } from "./fault";
import { lostServers } from "./lostServers";

/** Faults of one server, in the order of the table in docs/faults.md. */
export const faults: readonly Fault[] = [...lostServers, ...failedCalls];
