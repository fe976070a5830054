import type { DurationSplit, RequestFacts } from "../../src/protocol/hubEvent";

/** What an event says of a call of the tool `read` on `files`, unless told otherwise. */
export const requestFacts = (more: Partial<RequestFacts> = {}): RequestFacts => ({
  call: "call-1",
  server: "files",
  method: "tools/call",
  tool: "read",
  caller: { door: "chat" },
  argsDigest: "0123456789abcdef0123456789abcdef",
  ...more,
});

/** All of the time was the server's. */
export const atServer = (ms: number): DurationSplit => ({ approval: 0, queue: 0, waits: 0, server: ms });
