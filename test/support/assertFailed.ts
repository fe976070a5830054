import assert from "node:assert/strict";
import type { Reply } from "./restServer";

/** The answer is a failure of the API with this status and code, whose message says this. */
export function assertFailed(reply: Reply, status: number, code: string, message: RegExp): void {
  assert.equal(reply.status, status, reply.text);
  assert.equal(reply.body.error?.code, code);
  assert.match(reply.body.error?.message ?? "", message);
}
