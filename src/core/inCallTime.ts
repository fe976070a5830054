import type { ConnectionPorts } from "./connection/connectionPorts";
import { HubError } from "./hubError";
import { inWords, withinTime } from "./timeLimit";

/** Runs a request that is no tool call within the limits of calls, as the settings have them for all servers. */
export function inCallTime<T>(
  { options, clock }: Pick<ConnectionPorts, "options" | "clock">,
  what: string,
  signal: AbortSignal,
  work: (signal: AbortSignal, extend: () => void) => Promise<T>,
): Promise<T> {
  const { callTimeoutSeconds, callLimitSeconds } = options();
  const onTimeout = (ms: number) =>
    new HubError(
      "timeout",
      `${what} took longer than ${inWords(ms)}. See the server's log, or raise mcpHub.callTimeoutSeconds.`,
    );
  const limits = { idleMs: callTimeoutSeconds * 1000, totalMs: callLimitSeconds * 1000 };
  return withinTime({ clock, signal, what, onTimeout, ...limits }, work);
}
