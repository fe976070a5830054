import { isIntact, verdictText } from "../core/audit/verdictText";
import type { LogCheck } from "../core/audit/verifyLog";
import { message } from "../protocol/message";
import type { Outcome } from "./runCommand";

/** What was found in the logs of the audit, and where they are. */
export interface CheckedLogs {
  readonly path: string;
  readonly logs: readonly LogCheck[];
  /** The id of the hub's own key, where there is one. */
  readonly ownKey: string | undefined;
}

/** The outcome of `audit verify`: 0 if nothing was changed, 1 if something was. */
export function verified({ path, logs, ownKey }: CheckedLogs, json: boolean): Outcome {
  const isGood = logs.every(({ verdict }) => isIntact(verdict));
  const exitCode = isGood ? 0 : 1;
  if (json) return { exitCode, stdout: `${JSON.stringify({ path, intact: isGood, logs })}\n`, stderr: "" };
  const lines = logs.flatMap(({ name, verdict }) => {
    const [judgment = "", ...details] = verdictText(name, verdict, ownKey);
    return [judgment, ...details.map((text) => `  ${text}`)];
  });
  const none = message("headless.noAudit", "There are no records in {path}.", { path });
  return { exitCode, stdout: `${(logs.length > 0 ? lines : [none]).join("\n")}\n`, stderr: "" };
}
