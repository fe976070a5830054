import assert from "node:assert/strict";
import type { Link } from "../../src/core/connection/link";
import { noAbort } from "./openLinks";

/** A link to a server whose tool `hang` never answers: one call is cancelled, and the link is let go while another hangs. */
export async function letsGoOfHangingCalls(link: Link): Promise<void> {
  const abort = new AbortController();
  const cancelled = link.callTool("hang", {}, { signal: abort.signal });
  const hanging = link.callTool("hang", {}, { signal: noAbort() });
  abort.abort();
  await assert.rejects(cancelled, { code: "cancelled" });
  link.dispose();
  await assert.rejects(hanging, { code: "not-connected" });
  await link.closed;
}
