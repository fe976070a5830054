/** What a caller wants of tasks. */
export interface TaskOptions {
  /** Tools that may run as tasks are to; those that run only so do in any case. */
  readonly optional: boolean;
  /** How long the server is asked to keep the task, from its beginning, in milliseconds. */
  readonly keepMs: number;
}

/** A task as it begins. The id is the server's. */
export interface BegunTask {
  readonly id: string;
  /** How long the server says that it keeps it, from its beginning, in milliseconds. */
  readonly ttlMs?: number;
}

/** A task that a call of a tool began, perhaps on a line before. */
export interface StartedTask {
  readonly id: string;
  readonly tool: string;
}

/** How a task stands, as far as that says what can be done with it. */
export type TaskStatus = "working" | "completed" | "failed" | "cancelled";
