import { nameOf } from "../calls/budget";
import type { ToolCall } from "../calls/toolCall";
import type { Link, RequestOptions } from "../connection/link";
import type { Clock } from "../kernel/clock";
import { asHubError, type HubError, reworded } from "../kernel/hubError";
import { pause } from "../kernel/pause";
import type { StartedTask } from "../messages/task";
import type { ToolResult } from "../messages/toolResult";

/** Runs one request on a line of the call's server, once one is ready. */
export type RunCall = <T>(signal: AbortSignal, work: (link: Link) => Promise<T>) => Promise<T>;

export interface LastingParts {
  readonly run: RunCall;
  readonly clock: Clock;
  /** Whether the server is not wanted any more, so that no line to it will come. */
  readonly isGone: () => boolean;
  /** Hears of a task whose caller gave up while no line was there to tell the server. */
  readonly unheard: (task: StartedTask) => void;
}

/** How often a task is taken up again without a single look at it, and how long to wait before, in milliseconds. */
const maxResumes = 8;
const waitMs = { first: 500, longest: 15_000 };

/** What a task outlives: the line broke, or the server wants to be left alone for a while. */
const passing = new Set(["exited", "not-connected", "rate-limited", "session-lost", "transport"]);

/** Whether a task may run on although its call failed. */
export const mayRunOn = ({ code }: HubError): boolean => passing.has(code);

/**
 * Sends a call, or follows the task that one began; a task is not lost with its line: it is followed over the next one, and never begun
 * twice. Where the server does not know it there, the loss stands.
 */
export async function lastingCall(call: ToolCall, parts: LastingParts, followed?: StartedTask): Promise<ToolResult> {
  const { run, clock, isGone, unheard } = parts;
  const { tool, args, signal } = call;
  let task = followed;
  let lost: HubError | undefined;
  let resumes = 0;
  const options: RequestOptions = {
    signal,
    ...(call.task && { task: call.task }),
    ...(call.onProgress && { onProgress: call.onProgress }),
    onAlive: () => {
      resumes = 0;
      lost = undefined;
      call.onAlive?.();
    },
    onTask: (begun) => {
      task = { id: begun.id, tool };
      call.onTask?.(begun);
    },
  };
  for (;;) {
    const current = task;
    let onLine = false;
    try {
      return await run(signal, (link) => {
        onLine = true;
        return current ? link.followTask(current, options) : link.callTool(tool, args, options);
      });
    } catch (error) {
      const failure = asHubError(error);
      if (!task) throw failure;
      if (signal.aborted) {
        if (!onLine) unheard(task);
        throw failure;
      }
      if (!mayRunOn(failure)) throw lost ? forgotten(lost, failure) : begun(failure);
      lost ??= failure;
      if (resumes >= maxResumes || isGone()) throw begun(lost, "The task may still run.");
      call.onAlive?.();
      const ms = failure.retryAfterMs ?? Math.min(waitMs.longest, waitMs.first * 2 ** resumes++);
      await pause(clock, ms, signal, nameOf(call)).catch((cancelled: unknown) => {
        if (task) unheard(task);
        throw cancelled;
      });
    }
  }
}

/** The line came back, and with it no word of the task: what was lost with the line is the reason. */
const forgotten = (lost: HubError, failure: HubError) =>
  failure.code === "server-error" ? begun(lost, "Its task was lost with it.") : begun(failure);

/** The failure of a call whose task had begun: whatever became of the last request, the first one was sent. */
const begun = (error: HubError, words = "") =>
  reworded(error, `${error.message} ${words}`.trimEnd(), { cause: error.cause, sent: undefined, begun: true });
