import { type ReportRange, report } from "../core/operations/report/report";
import { ReportStore } from "../core/operations/report/reportStore";
import { reportText } from "../core/operations/report/reportText";
import { FileState, stateFolderHere } from "./fileState";
import type { Outcome } from "./runCommand";

/** The outcome of `report`: how the hubs of this user did, from the figures that they keep. It starts nothing. */
export function reported(range: ReportRange, json: boolean, failed: (error: unknown) => void): Outcome {
  const store = new ReportStore(new FileState(stateFolderHere(), failed), "", Date.now);
  const found = report(range, store.others(), Date.now());
  return { exitCode: 0, stdout: `${json ? JSON.stringify(found) : reportText(found)}\n`, stderr: "" };
}
