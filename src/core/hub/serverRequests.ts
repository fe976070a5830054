import type { ServerId } from "../../protocol/hubEvent";
import type { Options } from "../config/schema/settings";
import type { Link } from "../connection/link";
import type { Clock } from "../kernel/clock";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { inWords, type TimeControl, withinTime } from "../kernel/timeLimit";
import type { Hub } from "./hub";

export interface RequestPorts {
  readonly options: () => Pick<Options, "callTimeoutSeconds" | "callLimitSeconds">;
  readonly clock: Clock;
  /** Runs one request on the server's line, once it is ready. */
  readonly run: <T>(server: ServerId, signal: AbortSignal, work: (link: Link) => Promise<T>) => Promise<T>;
}

/** The requests of a hub that are no tool calls, each within the limits of one. */
export function serverRequests({
  options,
  clock,
  run,
}: RequestPorts): Pick<Hub, "readResource" | "getPrompt" | "complete" | "skills"> {
  const inTime = <T>(
    what: string,
    signal: AbortSignal,
    work: (signal: AbortSignal, time: TimeControl) => Promise<T>,
  ): Promise<T> => {
    const { callTimeoutSeconds, callLimitSeconds } = options();
    const onTimeout = (ms: number) =>
      new HubError(
        "timeout",
        `${what} took longer than ${inWords(ms)}. See the server's log, or raise mcpHub.callTimeoutSeconds.`,
      );
    const limits = { idleMs: callTimeoutSeconds * 1000, totalMs: callLimitSeconds * 1000 };
    return withinTime({ clock, signal, what, onTimeout, ...limits }, work);
  };

  return {
    readResource: (server, uri, { signal, onProgress }) =>
      inTime(`Reading "${safeLine(uri)}" from "${server}"`, signal, (inner, { extend }) =>
        run(server, inner, (link) => link.readResource(uri, following(inner, extend, onProgress))),
      ),

    getPrompt: (server, name, args, { signal, onProgress }) =>
      inTime(`Getting "${safeLine(name)}" from "${server}"`, signal, (inner, { extend }) =>
        run(server, inner, (link) => link.getPrompt(name, args, following(inner, extend, onProgress))),
      ),

    skills: (server, { signal }) =>
      inTime(`Listing the skills of "${server}"`, signal, (inner) => run(server, inner, (link) => link.skills(inner))),

    complete: (server, ask, signal) =>
      inTime(`Completing "${safeLine(ask.argument)}" of "${server}"`, signal, (inner) =>
        run(server, inner, (link) => link.complete(ask, inner)),
      ),
  };
}

/** Progress is a sign of life, and is passed on. */
const following = (
  signal: AbortSignal,
  extend: () => void,
  onProgress: Parameters<Link["readResource"]>[1]["onProgress"],
): Parameters<Link["readResource"]>[1] => ({
  signal,
  onAlive: extend,
  onProgress: (progress) => {
    extend();
    onProgress?.(progress);
  },
});
