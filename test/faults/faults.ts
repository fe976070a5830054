import { failedCalls } from "./failedCalls";
import type { Fault } from "./fault";
import { lostServers } from "./lostServers";
import { neighbors } from "./neighbors";

/** All rows of the README's table, in its order. */
export const faults: readonly Fault[] = [...lostServers, ...failedCalls, ...neighbors];
