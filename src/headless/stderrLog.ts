import type { HubEvent, LogLevel } from "../protocol/hubEvent";
import type { HubView } from "../protocol/hubView";
import { message } from "../protocol/message";
import { describeState } from "../protocol/summary";

const order: readonly LogLevel[] = ["debug", "info", "warning", "error"];

/** Writes log events and state changes of at least this level (`MCP_LOG_LEVEL`), one line each. */
export const stderrLog =
  (minimum: LogLevel, write: (line: string) => void) =>
  (event: HubEvent, view: HubView): void => {
    const entry = lineOf(event, view);
    if (entry && order.indexOf(entry.level) >= order.indexOf(minimum)) write(`${entry.level} ${entry.text}\n`);
  };

function lineOf(event: HubEvent, view: HubView): { readonly level: LogLevel; readonly text: string } | undefined {
  switch (event.type) {
    case "hub.log":
      return event;
    case "server.log":
      return { level: event.level, text: `${event.server} (${event.from}): ${event.text}` };
    case "server.state": {
      const server = view.servers.find(({ id }) => id === event.server);
      const level = event.state.kind === "failed" ? "error" : "debug";
      return server && { level, text: `${event.server}: ${describeState(server)}` };
    }
    case "call.ended":
      return {
        level: "debug",
        text: message("headless.callEnded", "{server}: {tool} ended: {outcome} after {ms} ms", {
          server: event.server,
          tool: event.tool,
          outcome: event.outcome,
          ms: event.ms,
        }),
      };
    default:
      return undefined;
  }
}
