import type { HubEvent, LogLevel } from "../protocol/hubEvent";
import type { HubView } from "../protocol/hubView";
import { describeState } from "../protocol/summary";

const order: readonly LogLevel[] = ["debug", "info", "warning", "error"];

/** Writes what servers and the hub say, from a level on (`MCP_LOG_LEVEL`), one line each. */
export const stderrLog =
  (least: LogLevel, write: (line: string) => void) =>
  (event: HubEvent, view: HubView): void => {
    const said = lineOf(event, view);
    if (said && order.indexOf(said.level) >= order.indexOf(least)) write(`${said.level} ${said.text}\n`);
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
      return { level: "debug", text: `${event.server}: ${event.tool} ended: ${event.outcome} after ${event.ms} ms` };
    default:
      return undefined;
  }
}
