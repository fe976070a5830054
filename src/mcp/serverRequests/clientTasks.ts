import { randomUUID } from "node:crypto";
import { type JSONRPCMessage, type JSONRPCRequest, ProtocolErrorCode } from "@modelcontextprotocol/client";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { isObject } from "../../protocol/isObject";
import type { Json } from "../calls/taskState";
import { ClientTask, type Failure } from "./clientTask";

export interface ClientTasksParts {
  readonly clock: Clock;
  /** The methods whose requests may be tasks: those that were declared to the server. */
  readonly methods: ReadonlySet<string>;
  /** Answers a request as if it were none. */
  readonly answer: (request: { readonly method: string; readonly params: Json }, signal: AbortSignal) => Promise<Json>;
  /** A failure of it as the server is told. */
  readonly refusal: (error: unknown) => Failure;
  readonly send: (message: JSONRPCMessage) => Promise<void>;
  /** Hears of what could not be sent. */
  readonly tell: (error: unknown) => void;
}

/** Tasks of one server that are kept at once. The oldest that have ended make room; while all run, no other begins. */
const maxTasks = 50;

/** How long a task is kept, counted from its beginning, in milliseconds: what its server asks for, within the bound. */
const keepMs = { usual: 600_000, most: 3_600_000 };

/** How often a server is asked to look, in milliseconds. */
const pollInterval = 1000;

/**
 * What one server asks back as tasks of ours (specification 2025-11-25, tasks): the question is answered with a task at once, and the
 * server looks, fetches and cancels as it likes. It stands before the SDK's client, which knows no such answers.
 */
export class ClientTasks {
  private readonly tasks = new Map<string, { readonly task: ClientTask; readonly timer: Disposable }>();
  private over = false;

  constructor(private readonly parts: ClientTasksParts) {}

  /** Takes a request of the server; whether it was one of tasks, and is answered here. */
  take({ id, method, params = {} }: JSONRPCRequest): boolean {
    const answer = this.answerTo(method, params);
    answer?.then(
      (result) => this.send({ jsonrpc: "2.0", id, result: { ...result } }),
      (error: unknown) =>
        this.send({ jsonrpc: "2.0", id, error: isFailure(error) ? error : this.parts.refusal(error) }),
    );
    return answer !== undefined;
  }

  /** The line is gone: what still runs is taken back, and nothing is sent any more. */
  end(): void {
    this.over = true;
    for (const taskId of [...this.tasks.keys()]) this.drop(taskId);
  }

  private answerTo(method: string, params: Json): Promise<Json> | undefined {
    if (this.parts.methods.size === 0) return undefined; // nothing of tasks was declared
    switch (method) {
      case "tasks/get":
        return this.with(params, (task) => task.state());
      case "tasks/result":
        return this.with(params, (task) => task.result());
      case "tasks/cancel":
        return this.with(params, (task) => {
          if (!task.cancel())
            throw failure(ProtocolErrorCode.InvalidParams, `The task has ended already: it is ${task.state().status}.`);
          return task.state();
        });
      case "tasks/list":
        return Promise.resolve({ tasks: [...this.tasks.values()].map(({ task }) => task.state()) });
      default:
        return this.parts.methods.has(method) && isObject(params.task)
          ? this.begin(method, params, params.task.ttl)
          : undefined;
    }
  }

  private async begin(method: string, { task: _, ...params }: Json, wantedMs: unknown): Promise<Json> {
    const { clock, answer, refusal } = this.parts;
    this.makeRoom();
    const ttl = typeof wantedMs === "number" && wantedMs >= 0 ? Math.min(wantedMs, keepMs.most) : keepMs.usual;
    const taskId = randomUUID();
    const task = new ClientTask(
      { taskId, ttl, pollInterval },
      {
        now: () => clock.now(),
        answer: (signal) => answer({ method, params }, signal),
        refusal,
        changed: (state) => this.send({ jsonrpc: "2.0", method: "notifications/tasks/status", params: { ...state } }),
      },
    );
    this.tasks.set(taskId, { task, timer: clock.after(ttl, () => this.drop(taskId), true) });
    const created = { task: task.state() };
    setImmediate(() => task.begin()); // the server hears of the task before it hears how it stands
    return created;
  }

  /** Throws where there is none. */
  private makeRoom(): void {
    if (this.tasks.size < maxTasks) return;
    const [ended] = [...this.tasks].find(([, { task }]) => task.hasEnded) ?? [];
    if (ended === undefined)
      throw failure(
        ProtocolErrorCode.InternalError,
        `${maxTasks} tasks run here already. Ask again when one has ended.`,
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
    if (!kept) throw failure(ProtocolErrorCode.InvalidParams, "There is no such task, or it is no longer kept.");
    return run(kept.task);
  }

  private send(message: JSONRPCMessage): void {
    if (!this.over) this.parts.send(message).catch(this.parts.tell);
  }
}

const failure = (code: number, message: string): Failure => ({ code, message });

const isFailure = (error: unknown): error is Failure =>
  isObject(error) && !(error instanceof Error) && typeof error.code === "number" && typeof error.message === "string";
