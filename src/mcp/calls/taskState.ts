import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { isObject } from "../../protocol/isObject";

export type Json = Readonly<Record<string, unknown>>;

/** The states of a task (specification 2025-11-25, tasks; extension `io.modelcontextprotocol/tasks`): the same five in both eras. */
const statuses = ["working", "input_required", "completed", "failed", "cancelled"] as const;

/** How a task stands, as its server says. */
export interface TaskState {
  readonly status: (typeof statuses)[number];
  /** What the server says of it, cut to a line. */
  readonly message?: string;
  /** How often it is to be looked at, in milliseconds. */
  readonly pollMs?: number;
  /** How long the server keeps it, counted from its beginning, in milliseconds. */
  readonly ttlMs?: number;
  /** All that the server said. */
  readonly said: Json;
}

/** Reads a task in the words of either era. Throws `protocol` where it is none. */
export function taskState(server: string, said: unknown): TaskState {
  const status = isObject(said) ? statuses.find((one) => one === said.status) : undefined;
  if (!isObject(said) || status === undefined)
    throw new HubError("protocol", `"${server}" told of a task in no known state. Report it to the server's author.`);
  const { statusMessage } = said;
  const pollMs = positive(said.pollIntervalMs) ?? positive(said.pollInterval);
  const ttlMs = positive(said.ttlMs) ?? positive(said.ttl);
  return {
    status,
    ...(typeof statusMessage === "string" && statusMessage !== "" && { message: safeLine(statusMessage, 500) }),
    ...(pollMs !== undefined && { pollMs }),
    ...(ttlMs !== undefined && { ttlMs }),
    said,
  };
}

const positive = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
