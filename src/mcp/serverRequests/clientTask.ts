import { ProtocolErrorCode } from "@modelcontextprotocol/client";
import type { Disposable } from "../../core/kernel/disposable";
import { safeLine } from "../../core/kernel/redact";
import type { Json, TaskState } from "../calls/taskState";

/** A JSON-RPC error. */
export interface Failure {
  readonly code: number;
  readonly message: string;
}

/** What a task is told by and tells. */
export interface ClientTaskPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Answers the question. */
  readonly answer: (signal: AbortSignal) => Promise<Json>;
  /** A failure of that as the server is told. */
  readonly refusal: (error: unknown) => Failure;
  /** Hears how it stands, at each change. */
  readonly changed: (state: Json) => void;
}

/** Which task a message belongs to (specification 2025-11-25, tasks, related task metadata). */
const relatedTask = "io.modelcontextprotocol/related-task";

/** One question of a server, answered as a task of ours: working, until it is completed, failed or cancelled. */
export class ClientTask implements Disposable {
  private status: TaskState["status"] = "working";
  private message: string | undefined;
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
    this.outcome.catch(() => {}); // told to whoever asks for it
  }

  get hasEnded(): boolean {
    return this.status !== "working";
  }

  /** As the protocol has it (`Task`). */
  state(): Json {
    return {
      ...this.named,
      status: this.status,
      ...(this.message !== undefined && { statusMessage: this.message }),
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
        const failure = this.ports.refusal(error);
        this.end("failed", () => this.settle.reject(failure), failure.message);
      },
    );
  }

  /** What the question came to, once it has: as if it had been no task. Rejects with a `Failure`. */
  async result(): Promise<Json> {
    const { _meta, ...result } = await this.outcome;
    return { ...result, _meta: { ...Object(_meta), [relatedTask]: { taskId: this.named.taskId } } };
  }

  /** Takes the question back; whether it had not ended yet. */
  cancel(): boolean {
    if (this.hasEnded) return false;
    const failure = { code: ProtocolErrorCode.InternalError, message: "The task was cancelled." };
    this.end("cancelled", () => this.settle.reject(failure), failure.message);
    this.abort.abort();
    return true;
  }

  /** It is kept no longer: as a cancel, but nobody is told. */
  dispose(): void {
    if (this.hasEnded) return;
    this.status = "cancelled";
    this.settle.reject({ code: ProtocolErrorCode.InvalidParams, message: "The task is no longer kept." });
    this.abort.abort();
  }

  private end(status: TaskState["status"], settle: () => void, message?: string): void {
    if (this.hasEnded) return; // an answer that comes after a cancel is not heard
    this.status = status;
    this.message = message === undefined ? undefined : safeLine(message, 500);
    this.updatedAt = this.ports.now();
    settle();
    this.ports.changed(this.state());
  }
}
