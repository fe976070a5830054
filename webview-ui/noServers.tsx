import { message } from "../src/protocol/message";
/** What a view says while there is no server. */
export const NoServers = ({ told }: { told: boolean }) => (
  <p class="empty">
    {told
      ? message(
          "page.noServers.noMcpServerIsConfigured",
          "No MCP server is configured. Run “MCP Hub: Add Server…” from the Command Palette to see its activity here.",
        )
      : message("page.noServers.waitingForTheHub", "Waiting for the hub…")}
  </p>
);
