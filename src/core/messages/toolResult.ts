import type { Content } from "./content";

/** What came back. `isError`: the tool ran and said no; that is a result, not a failure. */
export interface ToolResult {
  readonly content: readonly Content[];
  /** Any JSON (MCP `structuredContent`). */
  readonly structured?: unknown;
  readonly isError: boolean;
  /** What the server adds for those who know it (`_meta`), bounded; untrusted, and for no model. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Only on an answer from before that stands in for one that failed: its age in milliseconds. Its first text says so too. */
  readonly staleMs?: number;
}

/** Progress as the server tells it; `total` and `message` are optional in the protocol. */
export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}
