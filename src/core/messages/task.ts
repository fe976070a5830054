/** How a caller uses tasks. */
export interface TaskOptions {
  /** Whether tools that may run as tasks do so. Tools that only run as tasks do so in any case. */
  readonly optional: boolean;
  /** How long the server is asked to keep the task, from its start, in milliseconds. */
  readonly keepMs: number;
}

/** A task that was just created. The id is the server's. */
export interface BegunTask {
  readonly id: string;
  /** How long the server keeps it, from its start, in milliseconds. */
  readonly ttlMs?: number;
}

/** A task that a tool call created, perhaps in an earlier session. */
export interface StartedTask {
  readonly id: string;
  readonly tool: string;
}

/** The status of a task, as far as it matters for what can be done with it. */
export type TaskStatus = "working" | "completed" | "failed" | "cancelled";
