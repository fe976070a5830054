import { randomUUID } from "node:crypto";
import { type JSONRPCMessage, type JSONRPCRequest, ProtocolErrorCode } from "@modelcontextprotocol/client";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { Json } from "../calls/taskState";
import { ClientTask, type Failure } from "./clientTask";

export interface ClientTasksParts {
  readonly clock: Clock;
  /** The methods whose requests may be tasks: those that were declared to the server. */
  readonly methods: ReadonlySet<string>;
  /** Answers a request as if it were not a task. `cause`: of our request that made the server ask, where that is known. */
  readonly answer: (
    request: { readonly method: string; readonly params: Json },
    signal: AbortSignal,
    cause: AbortSignal | undefined,
  ) => Promise<Json>;
  /** A failure to answer as a JSON-RPC error. */
  readonly toErrorObject: (error: unknown) => Failure;
  readonly send: (message: JSONRPCMessage) => Promise<void>;
  /** Takes the failure to send a message. */
  readonly report: (error: unknown) => void;
}

/** The most tasks of one server at once. The oldest ended ones make room; while all of them run, no other begins. */
const maxTasks = 50;

/** How long a task is kept, from its beginning, in milliseconds: as its server asks, within the bound. */
const keepMs = { default: 600_000, max: 3_600_000 };

/** How often servers are asked to poll, in milliseconds. */
const pollInterval = 1000;

/**
 * The questions of one server that run as tasks of the hub (specification 2025-11-25, tasks): the request is answered with a task at once,
 * and the server polls, fetches and cancels as it likes. Stands before the SDK's client, which does not support this.
 */
export class ClientTasks {
  private readonly tasks = new Map<string, { readonly task: ClientTask; readonly timer: Disposable }>();
  private over = false;

  constructor(private readonly parts: ClientTasksParts) {}

  /** Takes a request of the server; returns whether it is about tasks, and so is answered here. `cause`: of our request that it came for. */
  take({ id, method, params = {} }: JSONRPCRequest, cause?: AbortSignal): boolean {
    const answer = this.answerTo(method, params, cause);
    answer?.then(
      (result) => this.send({ jsonrpc: "2.0", id, result: { ...result } }),
      (error: unknown) =>
        this.send({ jsonrpc: "2.0", id, error: isFailure(error) ? error : this.parts.toErrorObject(error) }),
    );
    return answer !== undefined;
  }

  /** The transport is closed: running tasks are withdrawn, and nothing more is sent. */
  end(): void {
    this.over = true;
    for (const taskId of [...this.tasks.keys()]) this.drop(taskId);
  }

  private answerTo(method: string, params: Json, cause: AbortSignal | undefined): Promise<Json> | undefined {
    if (this.parts.methods.size === 0) return undefined; // no tasks were declared
    switch (method) {
      case "tasks/get":
        return this.with(params, (task) => task.state());
      case "tasks/result":
        return this.with(params, (task) => task.result());
      case "tasks/cancel":
        return this.with(params, (task) => {
          if (!task.cancel())
            throw failure(
              ProtocolErrorCode.InvalidParams,
              message("clientTask.ended", "The task has already ended: it is {status}.", {
                status: String(task.state().status),
              }),
            );
          return task.state();
        });
      case "tasks/list":
        return Promise.resolve({ tasks: [...this.tasks.values()].map(({ task }) => task.state()) });
      default:
        return this.parts.methods.has(method) && isObject(params.task)
          ? this.begin(method, params, params.task.ttl, cause)
          : undefined;
    }
  }

  private async begin(
    method: string,
    { task: _, ...params }: Json,
    wantedMs: unknown,
    cause: AbortSignal | undefined,
  ): Promise<Json> {
    const { clock, answer, toErrorObject } = this.parts;
    this.makeRoom();
    const ttl = typeof wantedMs === "number" && wantedMs >= 0 ? Math.min(wantedMs, keepMs.max) : keepMs.default;
    const taskId = randomUUID();
    const task = new ClientTask(
      { taskId, ttl, pollInterval },
      {
        now: () => clock.now(),
        answer: (signal) => answer({ method, params }, signal, cause),
        toErrorObject,
        changed: (state) => this.send({ jsonrpc: "2.0", method: "notifications/tasks/status", params: { ...state } }),
      },
    );
    this.tasks.set(taskId, { task, timer: clock.after(ttl, () => this.drop(taskId), true) });
    const created = { task: task.state() };
    setImmediate(() => task.begin()); // the response with the task must arrive before its first status
    return created;
  }

  /** Throws where there is no room. */
  private makeRoom(): void {
    if (this.tasks.size < maxTasks) return;
    const [ended] = [...this.tasks].find(([, { task }]) => task.hasEnded) ?? [];
    if (ended === undefined)
      throw failure(
        ProtocolErrorCode.InternalError,
        message("clientTask.tooMany", "{limit} tasks are already running here. Ask again when one has ended.", {
          limit: maxTasks,
        }),
      );
    this.drop(ended);
  }

  private drop(taskId: string): void {
    const kept = this.tasks.get(taskId);
    this.tasks.delete(taskId);
    kept?.timer.dispose();
    kept?.task.dispose();
  }

  private async with(params: Json, run: (task: ClientTask) => Promise<Json> | Json): Promise<Json> {
    const kept = this.tasks.get(String(params.taskId));
    if (!kept)
      throw failure(
        ProtocolErrorCode.InvalidParams,
        message("clientTask.unknown", "There is no such task, or it is no longer kept."),
      );
    return run(kept.task);
  }

  private send(sent: JSONRPCMessage): void {
    if (!this.over) this.parts.send(sent).catch(this.parts.report);
  }
}

const failure = (code: number, text: string): Failure => ({ code, message: text });

const isFailure = (error: unknown): error is Failure =>
  isObject(error) && !(error instanceof Error) && typeof error.code === "number" && typeof error.message === "string";
