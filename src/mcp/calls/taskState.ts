import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";

export type Json = Readonly<Record<string, unknown>>;

/** The states of a task (specification 2025-11-25, tasks; extension `io.modelcontextprotocol/tasks`): the same five in both eras. */
const statuses = ["working", "input_required", "completed", "failed", "cancelled"] as const;

/** The state of a task, as its server reports it. */
export interface TaskState {
  readonly status: (typeof statuses)[number];
  /** The server's status message, cut to one line. */
  readonly message?: string;
  /** How often the server wants to be polled, in milliseconds. */
  readonly pollMs?: number;
  /** How long the server keeps the task, from its beginning, in milliseconds. */
  readonly ttlMs?: number;
  /** The task as the server sent it. */
  readonly fields: Json;
}

/** Reads a task of either era. Throws `protocol` where the value is not a task. */
export function taskState(server: string, fields: unknown): TaskState {
  const status = isObject(fields) ? statuses.find((one) => one === fields.status) : undefined;
  if (!isObject(fields) || status === undefined)
    throw new HubError(
      "protocol",
      message("task.unknownState", '"{server}" reported a task in an unknown state. Report it to its author.', {
        server,
      }),
    );
  const { statusMessage } = fields;
  const pollMs = positive(fields.pollIntervalMs) ?? positive(fields.pollInterval);
  const ttlMs = positive(fields.ttlMs) ?? positive(fields.ttl);
  return {
    status,
    ...(typeof statusMessage === "string" && statusMessage !== "" && { message: safeLine(statusMessage, 500) }),
    ...(pollMs !== undefined && { pollMs }),
    ...(ttlMs !== undefined && { ttlMs }),
    fields,
  };
}

const positive = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
