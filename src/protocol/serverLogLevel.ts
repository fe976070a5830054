/** The levels of a server's own log messages (RFC 5424, section 6.2.1; MCP specification, logging), least severe first. */
export const serverLogLevels = [
  "debug",
  "info",
  "notice",
  "warning",
  "error",
  "critical",
  "alert",
  "emergency",
] as const;

export type ServerLogLevel = (typeof serverLogLevels)[number];

/** The level from which on both get what they want; `undefined` where neither wants one. */
export const leastSevere = (
  one: ServerLogLevel | undefined,
  other: ServerLogLevel | undefined,
): ServerLogLevel | undefined => serverLogLevels.find((level) => level === one || level === other);
