import type { StateStore } from "../kernel/ports";

const key = "mcpHub.tasks";

/** How many tasks are remembered, and how long the id of one may be, in characters; the oldest go. */
const limits = { tasks: 100, id: 1000 };

/** No task is remembered for longer, whatever its server says, in milliseconds. */
const longestMs = 7 * 24 * 60 * 60_000;

/** A task that was begun and whose end nobody has heard of. */
export interface RememberedTask {
  /** Of the server's definition: behind another one, the id means nothing. */
  readonly digest: string;
  /** The server's. */
  readonly id: string;
  readonly tool: string;
  /** Until when the server keeps it, in milliseconds since the epoch. */
  readonly until: number;
  /** The server is still to be told to stop it. */
  readonly cancelled?: true;
}

/** The open tasks of a window, kept over a reload (extension `io.modelcontextprotocol/tasks`, task polling: clients should). */
export class RememberedTasks {
  /** Oldest first. */
  private kept: readonly RememberedTask[];

  constructor(
    private readonly store: StateStore | undefined,
    private readonly now: () => number,
    /** Hears of what could not be written; the task is then not found again after a reload. */
    private readonly report: (error: unknown) => void,
  ) {
    const stored = store?.get(key);
    this.kept = (Array.isArray(stored) ? stored : []).filter(isRemembered).slice(-limits.tasks);
  }

  of(digest: string): readonly RememberedTask[] {
    return this.kept.filter((task) => task.digest === digest && task.until > this.now());
  }

  /** `ttlMs`: how long the server keeps it. */
  add({ digest, id, tool }: Omit<RememberedTask, "until">, ttlMs: number): void {
    if (id.length > limits.id) return;
    const until = this.now() + Math.min(ttlMs, longestMs);
    this.keep([...this.without(digest, id), { digest, id, tool, until }]);
  }

  /** Its caller gave up while no line was there to tell the server. */
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
    this.store?.set(key, this.kept).catch(this.report);
  }
}

/** The store is the editor's, and may hold what another version wrote. */
function isRemembered(value: unknown): value is RememberedTask {
  if (typeof value !== "object" || value === null) return false;
  const { digest, id, tool, until, cancelled }: Partial<Record<keyof RememberedTask, unknown>> = value;
  if (cancelled !== undefined && cancelled !== true) return false;
  return typeof digest === "string" && typeof id === "string" && typeof tool === "string" && typeof until === "number";
}
