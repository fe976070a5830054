import { message } from "../src/protocol/message";

/** The hub's phases, worded to follow "The hub is". */
export const phaseWords = {
  uninitialized: message("page.phase.notStarted", "not started"),
  discovering: message("page.eventRow.connectingToItsServers", "connecting to its servers"),
  ready: message("page.phase.ready", "ready"),
  degraded: message("page.eventRow.runningButNotEveryServer", "running, but not every server is ready"),
  "shutting-down": message("page.phase.shuttingDown", "shutting down"),
  shutdown: message("page.phase.shutDown", "shut down"),
} as const;
