/** What a view says while there is no server. */
export const NoServers = ({ told }: { told: boolean }) => (
  <p class="empty">
    {told
      ? "No MCP server is configured. Run “MCP Hub: Add Server…” from the Command Palette to see its activity here."
      : "Waiting for the hub…"}
  </p>
);
