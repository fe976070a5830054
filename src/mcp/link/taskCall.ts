import type { Clock } from "../../core/clock";
import type { RequestOptions } from "../../core/connection/link";
import { HubError } from "../../core/hubError";
import { safeLine } from "../../core/redact";
import { isObject } from "./mendField";

type Json = Readonly<Record<string, unknown>>;

/** Sends one request and gives its result as the server wrote it. */
export type Request = (method: string, params: Json, options: RequestOptions) => Promise<Json>;

export interface TaskParts {
  readonly server: string;
  readonly request: Request;
  readonly clock: Clock;
  /** Hears of what went wrong and nobody waits for. */
  readonly tell: (error: unknown) => void;
}

/** How long a server is asked to keep a task that ended, in milliseconds. */
const keepMs = 600_000;

/** How often a task is looked at, in milliseconds: what its server says, within these bounds; a second where it says nothing. */
const pollMs = { least: 100, most: 10_000, usual: 1000 };

/**
 * A tool call as a task (specification 2025-11-25, tasks): started, looked at until it has ended, its result fetched. A server may
 * answer at once instead.
 */
export async function callAsTask(parts: TaskParts, name: string, args: Json, options: RequestOptions): Promise<Json> {
  const created = await parts.request("tools/call", { name, arguments: { ...args }, task: { ttl: keepMs } }, options);
  const { task } = created;
  if (!isObject(task) || typeof task.taskId !== "string") return created;
  options.onTask?.(task.taskId);
  return followTask(parts, task.taskId, options, task);
}

/** Waits for a task that runs already. A cancel of the caller ends the task as well. */
export async function followTask(
  parts: TaskParts,
  taskId: string,
  options: RequestOptions,
  first?: Json,
): Promise<Json> {
  const { server, request, clock, tell } = parts;
  const quiet: RequestOptions = { signal: options.signal, ...(options.onAlive && { onAlive: options.onAlive }) };
  /** Asked for early where the task waits for input: the server's question comes on its way. */
  let result: Promise<Json> | undefined;
  const fetched = () => {
    result ??= request("tasks/result", { taskId }, quiet);
    void Promise.allSettled([result]); // whoever waits below hears of a failure; until then it is not an unheard one
    return result;
  };
  const cancel = () => {
    const { signal } = new AbortController();
    request("tasks/cancel", { taskId }, { signal }).catch(tell);
  };
  options.signal.addEventListener("abort", cancel, { once: true });
  try {
    let task = first ?? (await request("tasks/get", { taskId }, quiet));
    for (let looks = 1; ; looks++) {
      const { status, statusMessage, pollInterval } = task;
      const message = typeof statusMessage === "string" ? safeLine(statusMessage, 500) : undefined;
      options.onAlive?.();
      options.onProgress?.({ progress: looks, ...(message && { message }) });
      if (status === "completed" || status === "failed") return await fetched();
      if (status === "cancelled")
        throw new HubError(
          "server-error",
          `"${server}" cancelled its task${message ? `: ${message}` : ""}. Try again.`,
        );
      if (status === "input_required") void fetched();
      await pause(clock, typeof pollInterval === "number" ? pollInterval : pollMs.usual, options.signal);
      task = await request("tasks/get", { taskId }, quiet);
    }
  } finally {
    options.signal.removeEventListener("abort", cancel);
  }
}

function pause(clock: Clock, wantedMs: number, signal: AbortSignal): Promise<void> {
  const ms = Math.min(Math.max(wantedMs, pollMs.least), pollMs.most);
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    const stop = () => {
      timer.dispose();
      reject(signal.reason);
    };
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
  });
}
