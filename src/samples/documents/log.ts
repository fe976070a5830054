import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

export type LogLevel = "debug" | "info" | "warning" | "error";

/** Tells the client's log something; the client chooses from which level on it listens. */
export type Log = (level: LogLevel, message: string) => void;

/** Logs to the client; while none is connected, to standard error, which hosts show as the server's output. */
export function logTo(server: McpServer): Log {
  const aside = (message: string) => process.stderr.write(`${message}\n`);
  return (level, message) => {
    if (!server.isConnected()) {
      aside(message);
      return;
    }
    server
      .sendLoggingMessage({ level, logger: "documents", data: message })
      .catch((error: unknown) => aside(`${message} (not sent: ${String(error)})`));
  };
}
