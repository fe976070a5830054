import type { RequestOptions } from "../../core/connection/link";
import type { Json, TaskState } from "./taskState";

/** One task that runs at a server, in the words of the server's era. */
export interface TaskWay {
  readonly id: string;
  /** How it stands (`tasks/get`). */
  look(options: RequestOptions): Promise<TaskState>;
  /** What it came to, once it has completed or failed. Rejects with the error that it failed with. */
  outcome(state: TaskState, options: RequestOptions): Promise<Json>;
  /** The server waits for an answer from here: sees to it. Called at each look; what is being answered is not asked twice. */
  attend(state: TaskState, options: RequestOptions): Promise<void>;
  /** Asks the server to stop it (`tasks/cancel`). */
  cancel(signal: AbortSignal): Promise<void>;
}
