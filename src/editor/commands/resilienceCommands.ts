import { message } from "../../protocol/message";
import { metricsText } from "../content/metricsText";
import type { Commands } from "../manifest/commandTable";
import type { CommandPorts } from "./commandPorts";
import { noServerText, targetOf } from "./commandTarget";

/** Resets circuit breakers and shows the metrics of calls. */
export function resilienceCommands({
  breakers,
  metrics,
  clock,
  documents,
  screen,
}: Pick<CommandPorts, "breakers" | "metrics" | "clock" | "documents" | "screen">): Pick<
  Commands,
  "mcpHub.resetBreakers" | "mcpHub.showMetrics"
> {
  return {
    "mcpHub.resetBreakers": async (argument) => {
      const { server } = targetOf(argument);
      breakers.reset(server);
      screen.say(
        server === undefined
          ? message("breakers.allReset", "The circuit breakers of all servers were reset. Calls are allowed again.")
          : message("breakers.reset", "The circuit breakers of {server} were reset. Calls are allowed again.", {
              server,
            }),
      );
    },
    "mcpHub.showMetrics": () =>
      documents.open({
        name: "MCP Hub metrics.md",
        text: metricsText(metrics.figures(clock.now()), noServerText()),
        isRendered: true,
      }),
  };
}
