import type { Client } from "@modelcontextprotocol/client";
import type { Tool } from "../../core/catalog/catalog";
import type { RequestOptions } from "../../core/connection/link";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { taskStarted } from "../normalize/startedTask";
import { followTask, type ServerTask } from "./followTask";
import { type AnswerInput, modernTask } from "./modernTask";
import { type Json, type TaskState, taskState } from "./taskState";
import type { ToolCalls } from "./toolCalls";

export interface ToolTaskParts {
  readonly server: string;
  readonly client: Client;
  /** Sends requests past the SDK's client, in the revisions with a handshake. */
  readonly calls: ToolCalls | undefined;
  readonly clock: Clock;
  /** Answers the questions of a task. */
  readonly answer: AnswerInput;
  /** Whether the server supports tasks, as its era declares them. */
  readonly offered: () => boolean;
  /** Takes failures that nobody waits for. */
  readonly report: (error: unknown) => void;
}

/** How long a server is asked to keep a task, unless the caller says otherwise, in milliseconds. */
const keepMs = 600_000;

/** The tool calls of one link that run as tasks, in both eras. */
export class ToolTasks {
  private listed: ReadonlyMap<string, Tool["task"]> = new Map();

  constructor(private readonly parts: ToolTaskParts) {}

  /** Replaces the tools that may run as tasks. */
  list(tools: readonly Tool[]): void {
    this.listed = new Map(tools.flatMap(({ name, task }) => (task ? [[name, task]] : [])));
  }

  /** Whether a call of the tool is to be sent as a task: in the revision in which the client decides, which is 2025-11-25. */
  runsAsTask(tool: string, { task }: RequestOptions): boolean {
    const how = this.listed.get(tool);
    return how === "required" || (how === "optional" && task?.optional === true);
  }

  /** Sends a call as a task, and waits for its result. The server may send the result at once instead. */
  async call(name: string, args: Json, options: RequestOptions): Promise<Json> {
    const { onProgress, task: wanted, ...others } = options;
    const { calls } = this.parts;
    if (!calls) throw this.notOffered();
    const listening = onProgress && calls.listen(onProgress);
    try {
      const params = {
        name,
        arguments: { ...args },
        task: { ttl: wanted?.keepMs ?? keepMs },
        ...(listening && { _meta: { progressToken: listening.token } }),
      };
      const created = await calls.request("tools/call", params, others);
      const { task } = created;
      if (!isObject(task) || typeof task.taskId !== "string") return created;
      return await this.waitFor({ ...task, taskId: task.taskId }, options);
    } finally {
      listening?.dispose();
    }
  }

  /** The result of a call that the server may have answered with a task (from revision 2026-07-28 on). */
  async result<R extends { readonly _meta?: Json | undefined }>(answer: R, options: RequestOptions): Promise<R | Json> {
    const task = taskStarted(answer);
    return task ? this.waitFor(task, options) : answer;
  }

  /** Waits for the result of a running task. */
  async follow(id: string, options: RequestOptions): Promise<Json> {
    return followTask(this.parts, this.taskOf(id), options);
  }

  async state(id: string, signal: AbortSignal): Promise<TaskState> {
    return this.taskOf(id).state({ signal });
  }

  async cancel(id: string, signal: AbortSignal): Promise<void> {
    await this.taskOf(id).cancel(signal);
  }

  private waitFor(task: Json & { readonly taskId: string }, options: RequestOptions): Promise<Json> {
    const state = taskState(this.parts.server, task);
    const { taskId } = task;
    options.onTask?.({ id: taskId, ...(state.ttlMs !== undefined && { ttlMs: state.ttlMs }) });
    // The state in the response to the call may lack the result of a task that has already ended.
    const first = state.status === "working" ? state : undefined;
    return followTask(this.parts, this.taskOf(taskId), options, first);
  }

  private taskOf(id: string): ServerTask {
    const { server, client, calls, answer, offered, report } = this.parts;
    if (!offered()) throw this.notOffered();
    return calls
      ? legacyTask(server, id, (...request) => calls.request(...request))
      : modernTask(server, id, client, answer, report);
  }

  private notOffered(): HubError {
    return new HubError(
      "server-error",
      message("task.notOffered", '"{server}" does not offer tasks.', { server: this.parts.server }),
      { sent: "no" },
    );
  }
}

/** Sends one request and gives its result as the server sent it. */
export type Request = (method: string, params: Json, options: RequestOptions) => Promise<Json>;

/** A task of revision 2025-11-25: its result is a request of its own, and its questions come while that request waits. */
export function legacyTask(server: string, taskId: string, request: Request): ServerTask {
  let result: Promise<Json> | undefined;
  const fetched = (options: RequestOptions) => {
    result ??= request("tasks/result", { taskId }, options);
    void Promise.allSettled([result]); // a failure is reported with the outcome; until then it must not count as unhandled
    return result;
  };
  return {
    id: taskId,
    state: async (options) => taskState(server, await request("tasks/get", { taskId }, options)),
    outcome: (_, options) => fetched(options),
    answerQuestions: async (_, options) => void fetched(options),
    cancel: async (signal) => void (await request("tasks/cancel", { taskId }, { signal })),
  };
}
