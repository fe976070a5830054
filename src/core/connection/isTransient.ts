import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { HubError } from "../hubError";

/** Failures to connect that only the person can end: trying again would fail the same way. */
const lasting: ReadonlySet<HubErrorCode> = new Set([
  "bad-config",
  "cancelled",
  "internal",
  "needs-auth",
  "needs-input",
  "protocol",
  "spawn-failed",
  "untrusted",
]);

/** Whether trying to connect once more may help. */
export const isTransient = (error: unknown): boolean => error instanceof HubError && !lasting.has(error.code);
