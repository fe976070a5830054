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
  /** This is the beginning of a result that was larger than its caller had room for. */
  readonly trimmed?: Trimmed;
  /** The age in milliseconds of an earlier result that replaces a failed call. Its first text mentions it, too. */
  readonly staleMs?: number;
}

/** What became of a result that was trimmed. */
export interface Trimmed {
  /** The size of the whole text, in bytes of UTF-8. */
  readonly bytes: number;
  /** Where the rest of the text begins, in UTF-16 units. */
  readonly next: number;
  /** Names the whole result, where it is kept for a while; the caller's own, and of no use to another. */
  readonly handle?: string;
}

/** Progress as the server reports it; `total` and `message` are optional in the protocol. */
export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}
