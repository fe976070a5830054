import type { ConnectionState } from "../../../protocol/connectionState";
import { startsWhenUsed } from "../../../protocol/connectionState";
import type { HubView } from "../../../protocol/hubView";

/** How many servers are in which state. */
export interface ServerCounts {
  readonly total: number;
  /** Ready, or starts when it is used. */
  readonly usable: number;
  readonly starting: number;
  /** It failed, or waits for a person: a sign-in, or a permission to run. */
  readonly failed: number;
  /** Stopped on purpose: disabled, by a person, or started by hand only. */
  readonly stopped: number;
}

export interface Readiness {
  /** `UP`: every server that should work does. `DEGRADED`: some do. `DOWN`: none does, or the hub has not begun or is ending. */
  readonly status: "UP" | "DEGRADED" | "DOWN";
  readonly servers: ServerCounts;
}

/** Whether the hub can do its work, as it was heard last: no server is asked. */
export function readiness({ phase, servers }: HubView): Readiness {
  const count = (kind: keyof Omit<ServerCounts, "total">) =>
    servers.filter(({ state }) => kindOf(state) === kind).length;
  const counts: ServerCounts = {
    total: servers.length,
    usable: count("usable"),
    starting: count("starting"),
    failed: count("failed"),
    stopped: count("stopped"),
  };
  const isRunning = phase === "discovering" || phase === "ready" || phase === "degraded";
  const wanted = counts.total - counts.stopped;
  const isDown = !isRunning || (wanted > 0 && counts.usable === 0);
  return { status: isDown ? "DOWN" : counts.usable < wanted ? "DEGRADED" : "UP", servers: counts };
}

function kindOf(state: ConnectionState): keyof Omit<ServerCounts, "total"> {
  switch (state.kind) {
    case "ready":
      return "usable";
    case "starting":
    case "waiting":
      return "starting";
    case "failed":
    case "needs-auth":
    case "needs-consent":
      return "failed";
    case "stopped":
      return startsWhenUsed(state) ? "usable" : state.reason === "not-started" ? "starting" : "stopped";
  }
}
