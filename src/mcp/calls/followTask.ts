import type { RequestOptions } from "../../core/connection/link";
import { onAbort } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import type { Json, TaskState } from "./taskState";

export interface TaskParts {
  readonly server: string;
  readonly clock: Clock;
  /** Takes failures that nobody waits for. */
  readonly report: (error: unknown) => void;
}

/** How often a task is polled, in milliseconds: as its server asks, within these bounds; a second where it does not ask. */
const pollMs = { min: 100, max: 60_000, default: 1000 };

/** How often a task between two polls is reported to be alive, in milliseconds: less than the shortest limit there is. */
const aliveMs = 500;

/** How long the request to cancel may take, in milliseconds. */
const cancelMs = 10_000;

/**
 * Waits for a running task, and gives its result. A cancel of the caller ends the task as well. While the server answers, the task is
 * alive: its caller's limits start over between two polls.
 */
export async function followTask(
  { server, clock, report }: TaskParts,
  task: ServerTask,
  options: RequestOptions,
  first?: TaskState,
): Promise<Json> {
  const { signal, onAlive, onProgress } = options;
  const pollOptions: RequestOptions = { signal, ...(onAlive && { onAlive }) };
  let refused: { readonly because: unknown } | undefined;
  const cancel = () => {
    const limit = new AbortController();
    const timer = clock.after(cancelMs, () => limit.abort());
    task
      .cancel(limit.signal)
      .catch(report)
      .finally(() => timer.dispose());
  };
  const stopListening = onAbort(signal, cancel);
  try {
    let state = first ?? (await task.state(pollOptions));
    let lastMessage: string | undefined;
    for (let polls = 1; ; polls++) {
      const { status, message: statusMessage } = state;
      onAlive?.();
      if (statusMessage !== undefined && statusMessage !== lastMessage)
        onProgress?.({ progress: polls, message: statusMessage });
      lastMessage = statusMessage;
      if (status === "completed" || status === "failed") return await task.outcome(state, pollOptions);
      if (status === "cancelled")
        throw new HubError(
          "server-error",
          statusMessage
            ? message("task.cancelledBecause", '"{server}" cancelled its task: {reason}. Try again.', {
                server,
                reason: statusMessage,
              })
            : message("task.cancelled", '"{server}" cancelled its task. Try again.', { server }),
        );
      if (status === "input_required")
        task.answerQuestions(state, pollOptions).catch((because: unknown) => {
          refused = { because };
        });
      await pause(clock, state.pollMs ?? pollMs.default, pollOptions);
      if (refused) {
        cancel();
        throw refused.because;
      }
      state = await task.state(pollOptions);
    }
  } finally {
    stopListening();
  }
}

async function pause(clock: Clock, wantedMs: number, { signal, onAlive }: RequestOptions): Promise<void> {
  let left = Math.min(Math.max(wantedMs, pollMs.min), pollMs.max);
  for (; left > 0; left -= aliveMs) {
    await wait(clock, Math.min(left, aliveMs), signal);
    onAlive?.();
  }
}

function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = clock.after(ms, () => {
      stopListening();
      resolve();
    });
    const stopListening = onAbort(signal, () => {
      timer.dispose();
      reject(signal.reason);
    });
  });
}

/** One task that runs on a server, by the protocol of the server's era. */
export interface ServerTask {
  readonly id: string;
  /** Its state (`tasks/get`). */
  state(options: RequestOptions): Promise<TaskState>;
  /** Its result, once it has completed or failed. Rejects with the error that it failed with. */
  outcome(state: TaskState, options: RequestOptions): Promise<Json>;
  /** Answers the questions that the server waits for. Called at each poll; a question that is being answered is not asked twice. */
  answerQuestions(state: TaskState, options: RequestOptions): Promise<void>;
  /** Asks the server to stop it (`tasks/cancel`). */
  cancel(signal: AbortSignal): Promise<void>;
}
