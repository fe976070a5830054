import type { RequestOptions } from "../../core/connection/link";
import { onAbort } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import type { Json, TaskState } from "./taskState";

export interface TaskParts {
  readonly server: string;
  readonly clock: Clock;
  /** Hears of what went wrong and nobody waits for. */
  readonly tell: (error: unknown) => void;
}

/** How often a task is looked at, in milliseconds: what its server says, within these bounds; a second where it says nothing. */
const pollMs = { least: 100, most: 60_000, usual: 1000 };

/** How often a task that is not looked at yet is said to be alive, in milliseconds: less than the shortest limit there is. */
const beatMs = 500;

/** How long the word to stop may take to reach the server, in milliseconds. */
const cancelMs = 10_000;

/**
 * Waits for a task that runs, and gives its result. A cancel of the caller ends the task as well. While the server answers, the task
 * is alive: between two looks its caller's limits start anew.
 */
export async function followTask(
  { server, clock, tell }: TaskParts,
  task: TaskWay,
  options: RequestOptions,
  first?: TaskState,
): Promise<Json> {
  const { signal, onAlive, onProgress } = options;
  const quiet: RequestOptions = { signal, ...(onAlive && { onAlive }) };
  let refused: { readonly because: unknown } | undefined;
  const cancel = () => {
    const given = new AbortController();
    const timer = clock.after(cancelMs, () => given.abort());
    task
      .cancel(given.signal)
      .catch(tell)
      .finally(() => timer.dispose());
  };
  const stopListening = onAbort(signal, cancel);
  try {
    let state = first ?? (await task.look(quiet));
    let said: string | undefined;
    for (let looks = 1; ; looks++) {
      const { status, message } = state;
      onAlive?.();
      if (message !== undefined && message !== said) onProgress?.({ progress: looks, message });
      said = message;
      if (status === "completed" || status === "failed") return await task.outcome(state, quiet);
      if (status === "cancelled")
        throw new HubError(
          "server-error",
          `"${server}" cancelled its task${message ? `: ${message}` : ""}. Try again.`,
        );
      if (status === "input_required")
        task.attend(state, quiet).catch((because: unknown) => {
          refused = { because };
        });
      await pause(clock, state.pollMs ?? pollMs.usual, quiet);
      if (refused) {
        cancel();
        throw refused.because;
      }
      state = await task.look(quiet);
    }
  } finally {
    stopListening();
  }
}

async function pause(clock: Clock, wantedMs: number, { signal, onAlive }: RequestOptions): Promise<void> {
  let left = Math.min(Math.max(wantedMs, pollMs.least), pollMs.most);
  for (; left > 0; left -= beatMs) {
    await wait(clock, Math.min(left, beatMs), signal);
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

/** One task that runs at a server, in the words of the server's era. */
export interface TaskWay {
  readonly id: string;
  /** How it stands (`tasks/get`). */
  look(options: RequestOptions): Promise<TaskState>;
  /** What it came to, once it has completed or failed. Rejects with the error that it failed with. */
  outcome(state: TaskState, options: RequestOptions): Promise<Json>;
  /** The server waits for an answer from here: sees to it. Called at each look; what is being answered is not asked twice. */
  attend(state: TaskState, options: RequestOptions): Promise<void>;
  /** Asks the server to stop it (`tasks/cancel`). */
  cancel(signal: AbortSignal): Promise<void>;
}
