import type { LogLevel } from "../../protocol/hubEvent";
import { type ServerLogLevel, serverLogLevels } from "../../protocol/serverLogLevel";
import type { LogLine } from "./logLine";

/** The methods of an output channel for logs that the hub uses. */
export type ChannelMethod = "debug" | "info" | "warn" | "error";

/** What VS Code calls each level, and its number there (`vscode.LogLevel`; 0 is off). */
const levels: Readonly<Record<LogLevel, { readonly method: ChannelMethod; readonly number: number }>> = {
  debug: { method: "debug", number: 2 },
  info: { method: "info", number: 3 },
  warning: { method: "warn", number: 4 },
  error: { method: "error", number: 5 },
};

/**
 * How a line of a server enters its output channel; `undefined` if it does not.
 *
 * @param wanted the level that a person chose for the server. Without one, the channel's own level decides, which VS Code keeps.
 * @param channelLevel the channel's own level now (`vscode.LogLevel`). An extension cannot change it, so a line that a person wants and
 *   that the channel would leave out is written at the channel's level, with its own level in front.
 */
export function channelLine(
  { level, text }: Pick<LogLine, "level" | "text">,
  wanted: ServerLogLevel | undefined,
  channelLevel: number,
): { readonly method: ChannelMethod; readonly text: string } | undefined {
  const { method, number } = levels[level];
  if (wanted === undefined) return { method, text };
  if (number < levels[asLogLevel(wanted)].number) return undefined;
  if (number >= channelLevel) return { method, text };
  const seen = Object.values(levels).find((one) => one.number >= channelLevel);
  return seen && { method: seen.method, text: `[${level}] ${text}` };
}

/** The eight levels of servers in the hub's four, as their messages are logged. */
const asLogLevel = (level: ServerLogLevel): LogLevel => {
  const severity = serverLogLevels.indexOf(level);
  if (severity >= serverLogLevels.indexOf("error")) return "error";
  return level === "debug" || level === "warning" ? level : "info";
};
