import type { StateStore } from "../kernel/ports";

const key = "mcpHub.tasks";

/** The number of tasks that are remembered, of which the oldest are dropped, and the longest id of a task, in characters. */
const limits = { tasks: 100, id: 1000 };

/** The longest time that a task is remembered, regardless of its server, in milliseconds. */
const longestMs = 7 * 24 * 60 * 60_000;

/** A task that was started and whose outcome is not known yet. */
export interface RememberedTask {
  /** The digest of the server's definition: for another definition, the id has no meaning. */
  readonly digest: string;
  /** The server's id of the task. */
  readonly id: string;
  readonly tool: string;
  /** Until when the server keeps it, in milliseconds since the epoch. */
  readonly until: number;
  /** The server still has to be asked to stop it. */
  readonly cancelled?: true;
}

/** Remembers the open tasks of a window across a reload, as clients should (extension `io.modelcontextprotocol/tasks`, task polling). */
export class RememberedTasks {
  /** Oldest first. */
  private kept: readonly RememberedTask[];

  constructor(
    private readonly store: StateStore | undefined,
    private readonly now: () => number,
    /** Called when the store cannot be written. The task is then not found after a reload. */
    private readonly onWriteError: (error: unknown) => void,
  ) {
    const stored = store?.get(key);
    this.kept = (Array.isArray(stored) ? stored : []).filter(isRemembered).slice(-limits.tasks);
  }

  of(digest: string): readonly RememberedTask[] {
    return this.kept.filter((task) => task.digest === digest && task.until > this.now());
  }

  /** Remembers a task. `ttlMs`: how long the server keeps it. */
  add({ digest, id, tool }: Omit<RememberedTask, "until">, ttlMs: number): void {
    if (id.length > limits.id) return;
    const until = this.now() + Math.min(ttlMs, longestMs);
    this.keep([...this.without(digest, id), { digest, id, tool, until }]);
  }

  /** Marks a task whose caller cancelled it while the server was not connected. */
  markCancelled(digest: string, id: string): void {
    this.keep(
      this.kept.map((task) => (task.digest === digest && task.id === id ? { ...task, cancelled: true } : task)),
    );
  }

  forget(digest: string, id: string): void {
    const left = this.without(digest, id);
    if (left.length < this.kept.length) this.keep(left);
  }

  private without(digest: string, id: string): readonly RememberedTask[] {
    return this.kept.filter((task) => task.digest !== digest || task.id !== id);
  }

  private keep(tasks: readonly RememberedTask[]): void {
    this.kept = tasks.filter(({ until }) => until > this.now()).slice(-limits.tasks);
    this.store?.set(key, this.kept).catch(this.onWriteError);
  }
}

/** The store may hold what another version of the extension wrote. */
function isRemembered(value: unknown): value is RememberedTask {
  if (typeof value !== "object" || value === null) return false;
  const { digest, id, tool, until, cancelled }: Partial<Record<keyof RememberedTask, unknown>> = value;
  if (cancelled !== undefined && cancelled !== true) return false;
  return typeof digest === "string" && typeof id === "string" && typeof tool === "string" && typeof until === "number";
}
