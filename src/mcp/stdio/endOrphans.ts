import { systemClock } from "../../core/clock";
import { bootOf, holdsMark } from "./processFacts";
import { processSystem } from "./processTree";
import { reapOrphans } from "./reapOrphans";

/** Ends, on the real machine, what a killed hub left behind according to the ledger in this folder. Never rejects. */
export const endOrphans = (folder: string, report: (error: unknown) => void): Promise<readonly number[]> =>
  reapOrphans(folder, { system: processSystem(report), clock: systemClock, report, holdsMark, boot: bootOf() });
