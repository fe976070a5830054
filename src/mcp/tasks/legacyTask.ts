import type { RequestOptions } from "../../core/connection/link";
import { type Json, taskState } from "./taskState";
import type { TaskWay } from "./taskWay";

/** Sends one request and gives its result as the server wrote it. */
export type Request = (method: string, params: Json, options: RequestOptions) => Promise<Json>;

/** A task of the revision 2025-11-25: its result is a request of its own, and its questions come on the way of that request. */
export function legacyTask(server: string, taskId: string, request: Request): TaskWay {
  let result: Promise<Json> | undefined;
  const fetched = (options: RequestOptions) => {
    result ??= request("tasks/result", { taskId }, options);
    void Promise.allSettled([result]); // whoever asks for the outcome hears of a failure; until then it is not an unheard one
    return result;
  };
  return {
    id: taskId,
    look: async (options) => taskState(server, await request("tasks/get", { taskId }, options)),
    outcome: (_, options) => fetched(options),
    attend: async (_, options) => void fetched(options),
    cancel: async (signal) => void (await request("tasks/cancel", { taskId }, { signal })),
  };
}
