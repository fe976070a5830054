import { message } from "../../protocol/message";
import { nameOf } from "../calls/budget";
import { changedMeanwhile } from "../calls/pinned";
import type { ToolCall } from "../calls/toolCall";
import type { Link, RequestOptions } from "../connection/link";
import type { Clock } from "../kernel/clock";
import { asHubError, type HubError, reworded } from "../kernel/hubError";
import { pause } from "../kernel/pause";
import type { StartedTask } from "../messages/task";
import type { ToolResult } from "../messages/toolResult";

/** Runs one request over a connection to the call's server, once one is ready. */
export type RunCall = <T>(signal: AbortSignal, request: (link: Link) => Promise<T>) => Promise<T>;

/** What a lasting call needs from its owner. */
export interface LastingParts {
  readonly run: RunCall;
  readonly clock: Clock;
  /** Whether the tool is still what it was when the call began. */
  readonly isAsAgreed: () => boolean;
  /** Whether the server will not become ready by itself. */
  readonly isGone: () => boolean;
  /** Called with a task whose caller cancelled it while the server was not connected. */
  readonly cancelledWhileAway: (task: StartedTask) => void;
}

/** How often following a task is resumed without any sign of it, and how long to wait before that, in milliseconds. */
const maxResumes = 8;
const waitMs = { first: 500, longest: 15_000 };

/** The failures that a task outlives: the connection was lost, or the server limits the rate of requests. */
const temporary = new Set(["exited", "not-connected", "rate-limited", "session-lost", "transport"]);

/** Whether a task may still be running although its call failed. */
export const mayRunOn = ({ code }: HubError): boolean => temporary.has(code);

/**
 * Sends a call, or follows the task that a call started. A task is not lost with its connection: it is followed over the next one, and never
 * started twice. If the server does not know it then, the loss of the connection is the failure.
 */
export async function lastingCall(call: ToolCall, parts: LastingParts, followed?: StartedTask): Promise<ToolResult> {
  const { run, clock, isGone, cancelledWhileAway } = parts;
  const { tool, args, signal } = call;
  let task = followed;
  let lost: HubError | undefined;
  let resumes = 0;
  const options: RequestOptions = {
    signal,
    ...(call.answers && { answers: call.answers }),
    ...(call.request !== undefined && { request: call.request }),
    ...(call.meta && { meta: call.meta }),
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
    let wasSent = false;
    try {
      return await run(signal, (link) => {
        if (!current && !parts.isAsAgreed()) return Promise.reject(changedMeanwhile(call));
        wasSent = true;
        return current ? link.followTask(current, options) : link.callTool(tool, args, options);
      });
    } catch (error) {
      const failure = asHubError(error);
      if (!task) throw failure;
      if (signal.aborted) {
        if (!wasSent) cancelledWhileAway(task);
        throw failure;
      }
      if (!mayRunOn(failure)) throw lost ? unknownTask(lost, failure) : afterStart(failure);
      lost ??= failure;
      if (resumes >= maxResumes || isGone())
        throw afterStart(lost, message("tasks.mayRun", "The task may still be running."));
      call.onAlive?.();
      const ms = failure.retryAfterMs ?? Math.min(waitMs.longest, waitMs.first * 2 ** resumes++);
      await pause(clock, ms, signal, nameOf(call)).catch((cancelled: unknown) => {
        if (task) cancelledWhileAway(task);
        throw cancelled;
      });
    }
  }
}

/** The failure after a reconnect. If the server no longer knows the task, the loss of the connection is the reason. */
const unknownTask = (lost: HubError, failure: HubError) =>
  failure.code === "server-error"
    ? afterStart(lost, message("tasks.lost", "Its task was lost with it."))
    : afterStart(failure);

/** The failure of a call whose task had started: the first request was sent, whatever happened to the last one. */
const afterStart = (error: HubError, addition = "") =>
  reworded(error, `${error.message} ${addition}`.trimEnd(), { cause: error.cause, sent: undefined, begun: true });
