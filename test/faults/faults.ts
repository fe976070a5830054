import { failedCalls } from "./failedCalls";
import type { Fault } from "./fault";
import { lostServers } from "./lostServers";

/** What befalls one server, in the order of the README's table. */
export const faults: readonly Fault[] = [...lostServers, ...failedCalls];
