import type { ConnectionState } from "../../protocol/connectionState";
import type { HubPhase } from "../../protocol/hubEvent";
import { isTrying } from "../connection/state";

/** Where the hub itself is in its life. */
export type HubLife = "new" | "configured" | "closing" | "closed";

/** The phase of the whole hub, derived: it cannot disagree with the servers. Stopped servers count as nothing. */
export function phaseOf(life: HubLife, states: readonly ConnectionState[]): HubPhase {
  if (life === "new") return "uninitialized";
  if (life === "closing") return "shutting-down";
  if (life === "closed") return "shutdown";
  if (states.some(isTrying)) return "discovering";
  return states.some(({ kind }) => kind === "failed" || kind === "needs-auth" || kind === "needs-consent")
    ? "degraded"
    : "ready";
}
