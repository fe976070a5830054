import { ProtocolErrorCode } from "@modelcontextprotocol/client";
import type { Disposable } from "../../core/kernel/disposable";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { Json, TaskState } from "../calls/taskState";

/** A JSON-RPC error. */
export interface Failure {
  readonly code: number;
  readonly message: string;
}

/** What a task needs, and what it reports to. */
export interface ClientTaskPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Answers the question. */
  readonly answer: (signal: AbortSignal) => Promise<Json>;
  /** A failure to answer as a JSON-RPC error. */
  readonly toErrorObject: (error: unknown) => Failure;
  /** Called with the state of the task at each change. */
  readonly changed: (state: Json) => void;
}

/** Which task a message belongs to (specification 2025-11-25, tasks, related task metadata). */
const relatedTask = "io.modelcontextprotocol/related-task";

/** One question of a server, answered as a task of the hub: working, until it is completed, failed or cancelled. */
export class ClientTask implements Disposable {
  private status: TaskState["status"] = "working";
  private statusMessage: string | undefined;
  private readonly createdAt: number;
  private updatedAt: number;
  private readonly abort = new AbortController();
  private readonly outcome: Promise<Json>;
  private settle!: { readonly resolve: (result: Json) => void; readonly reject: (failure: Failure) => void };

  constructor(
    /** `ttl`, `pollInterval`: milliseconds. */
    private readonly named: { readonly taskId: string; readonly ttl: number; readonly pollInterval: number },
    private readonly ports: ClientTaskPorts,
  ) {
    this.createdAt = ports.now();
    this.updatedAt = this.createdAt;
    this.outcome = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    this.outcome.catch(() => {}); // reported with `result`; until then it must not count as unhandled
  }

  get hasEnded(): boolean {
    return this.status !== "working";
  }

  /** The state as the protocol has it (`Task`). */
  state(): Json {
    return {
      ...this.named,
      status: this.status,
      ...(this.statusMessage !== undefined && { statusMessage: this.statusMessage }),
      createdAt: new Date(this.createdAt).toISOString(),
      lastUpdatedAt: new Date(this.updatedAt).toISOString(),
    };
  }

  /** Begins to answer. */
  begin(): void {
    if (this.hasEnded) return;
    this.ports.answer(this.abort.signal).then(
      (result) => this.end("completed", () => this.settle.resolve(result)),
      (error: unknown) => {
        const failure = this.ports.toErrorObject(error);
        this.end("failed", () => this.settle.reject(failure), failure.message);
      },
    );
  }

  /** The result once the task has ended, as if the question had not been a task. Rejects with a `Failure`. */
  async result(): Promise<Json> {
    const { _meta, ...result } = await this.outcome;
    return { ...result, _meta: { ...Object(_meta), [relatedTask]: { taskId: this.named.taskId } } };
  }

  /** Withdraws the question; returns whether it was still open. */
  cancel(): boolean {
    if (this.hasEnded) return false;
    const failure = {
      code: ProtocolErrorCode.InternalError,
      message: message("clientTask.cancelled", "The task was cancelled."),
    };
    this.end("cancelled", () => this.settle.reject(failure), failure.message);
    this.abort.abort();
    return true;
  }

  /** The task is no longer kept: like `cancel`, but the server is not notified. */
  dispose(): void {
    if (this.hasEnded) return;
    this.status = "cancelled";
    this.settle.reject({
      code: ProtocolErrorCode.InvalidParams,
      message: message("clientTask.expired", "The task is no longer kept."),
    });
    this.abort.abort();
  }

  private end(status: TaskState["status"], settle: () => void, statusMessage?: string): void {
    if (this.hasEnded) return; // an answer after a cancel is ignored
    this.status = status;
    this.statusMessage = statusMessage === undefined ? undefined : safeLine(statusMessage, 500);
    this.updatedAt = this.ports.now();
    settle();
    this.ports.changed(this.state());
  }
}
