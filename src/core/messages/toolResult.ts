import type { Content } from "./content";

/** The result of a tool call. `isError`: the tool ran and reported an error, which is a result and not a failure of the call. */
export interface ToolResult {
  readonly content: readonly Content[];
  /** Any JSON (MCP `structuredContent`). */
  readonly structured?: unknown;
  readonly isError: boolean;
  /** Additional data of the server (`_meta`), bounded; untrusted, and never given to a model. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** What is wrong with the result: it does not fit the output schema of its tool. It stands beside the result, which is as it came. */
  readonly warning?: string;
  /** The age in milliseconds of an earlier result that replaces a failed call. Its first text mentions it, too. */
  readonly staleMs?: number;
}

/** Progress as the server reports it; `total` and `message` are optional in the protocol. */
export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}
