import type { Client } from "@modelcontextprotocol/client";
import type { Tool } from "../../core/catalog/catalog";
import type { RequestOptions } from "../../core/connection/link";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { isObject } from "../../protocol/isObject";
import { taskStarted } from "../normalize/startedTask";
import { followTask, type TaskWay } from "./followTask";
import { type AnswerInput, modernTask } from "./modernTask";
import { type Json, type TaskState, taskState } from "./taskState";
import type { ToolCalls } from "./toolCalls";

export interface ToolTaskParts {
  readonly server: string;
  readonly client: Client;
  /** The way of tool calls, in the revisions with a handshake. */
  readonly calls: ToolCalls | undefined;
  readonly clock: Clock;
  /** Answers what a task asks inside its state. */
  readonly answer: AnswerInput;
  /** Whether the server takes part in tasks, in the way of its era. */
  readonly offered: () => boolean;
  /** Hears of what went wrong and nobody waits for. */
  readonly tell: (error: unknown) => void;
}

/** How long a server is asked to keep a task where the caller does not say, in milliseconds. */
const keepMs = 600_000;

/** The tool calls of one line that run as tasks, in both eras. */
export class ToolTasks {
  private listed: ReadonlyMap<string, Tool["task"]> = new Map();

  constructor(private readonly parts: ToolTaskParts) {}

  /** From now on these tools count. */
  list(tools: readonly Tool[]): void {
    this.listed = new Map(tools.flatMap(({ name, task }) => (task ? [[name, task]] : [])));
  }

  /** Whether a call of the tool is to be sent as a task: in the revision that asks for tasks, which is 2025-11-25. */
  asks(tool: string, { task }: RequestOptions): boolean {
    const how = this.listed.get(tool);
    return how === "required" || (how === "optional" && task?.optional === true);
  }

  /** Sends a call as a task, and waits for what it comes to. A server may answer at once instead. */
  async call(name: string, args: Json, options: RequestOptions): Promise<Json> {
    const { onProgress, task: wanted, ...others } = options;
    const { calls } = this.parts;
    if (!calls) throw this.none();
    const heard = onProgress && calls.listen(onProgress);
    try {
      const params = {
        name,
        arguments: { ...args },
        task: { ttl: wanted?.keepMs ?? keepMs },
        ...(heard && { _meta: { progressToken: heard.token } }),
      };
      const created = await calls.request("tools/call", params, others);
      const { task } = created;
      if (!isObject(task) || typeof task.taskId !== "string") return created;
      return await this.begun({ ...task, taskId: task.taskId }, options);
    } finally {
      heard?.dispose();
    }
  }

  /** What a call comes to that the server may have answered with a task (from revision 2026-07-28 on). */
  async result<R extends { readonly _meta?: Json | undefined }>(answer: R, options: RequestOptions): Promise<R | Json> {
    const task = taskStarted(answer);
    return task ? this.begun(task, options) : answer;
  }

  /** Waits for a task that runs already. */
  async follow(id: string, options: RequestOptions): Promise<Json> {
    return followTask(this.parts, this.way(id), options);
  }

  async look(id: string, signal: AbortSignal): Promise<TaskState> {
    return this.way(id).look({ signal });
  }

  async cancel(id: string, signal: AbortSignal): Promise<void> {
    await this.way(id).cancel(signal);
  }

  private begun(task: Json & { readonly taskId: string }, options: RequestOptions): Promise<Json> {
    const state = taskState(this.parts.server, task);
    const { taskId } = task;
    options.onTask?.({ id: taskId, ...(state.ttlMs !== undefined && { ttlMs: state.ttlMs }) });
    // What a task was born with may lack the result that it has already.
    const first = state.status === "working" ? state : undefined;
    return followTask(this.parts, this.way(taskId), options, first);
  }

  private way(id: string): TaskWay {
    const { server, client, calls, answer, offered, tell } = this.parts;
    if (!offered()) throw this.none();
    return calls
      ? legacyTask(server, id, (...request) => calls.request(...request))
      : modernTask(server, id, client, answer, tell);
  }

  private none(): HubError {
    return new HubError("server-error", `"${this.parts.server}" does not offer tasks.`, { sent: "no" });
  }
}

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
