import type { HubErrorCode } from "../../../protocol/hubErrorCode";
import { message } from "../../../protocol/message";
import type { Evidence, Failure } from "../evidence";
import type { Finding } from "../finding";
import { run, setKey } from "../fixes";
import { problem } from "./rule";

/** Failures that are about the entry, or about what a person has to allow or to give: nothing of the server was run or contacted. */
const ofEntry: ReadonlySet<HubErrorCode> = new Set(["bad-config", "needs-consent", "needs-input", "untrusted"]);

export const isOfEntry = ({ code }: Failure): boolean => ofEntry.has(code);

/** Why nothing of a server was run or contacted; `failure`: why there is no plan. */
export function entryFinding({ server, enabled }: Evidence, failure: Failure | undefined): Finding | undefined {
  if (!enabled)
    return problem(
      "disabled",
      message("diagnosis.isDisabled", '"{server}" is disabled, so nothing of it was started. Enable it.', { server }),
      setKey("enabled", true),
    );
  if (!failure) return undefined;
  switch (failure.code) {
    case "untrusted":
      return problem("restricted-mode", failure.message, run("trust-workspace"));
    case "needs-consent":
      return problem("not-allowed", failure.message, run("review"));
    case "needs-input":
      return problem("input-missing", failure.message, run("set-secret"));
    case "bad-config":
      return problem("entry-invalid", failure.message, run("settings"));
    default:
      return problem("unknown", failure.message, run("log"));
  }
}
