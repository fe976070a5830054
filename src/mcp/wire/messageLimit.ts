import { HubError } from "../../core/kernel/hubError";

/** The largest message that is read from a server where nothing else is said, in bytes. */
export const defaultMessageLimit = 256 * 1024 * 1024;

/** A server sent a message of more than `limit` bytes, and was let go for it. */
export function tooLarge(server: string, limit: number): HubError {
  const mb = Math.round(limit / (1024 * 1024));
  return new HubError(
    "protocol",
    `"${server}" was disconnected: it sent a message of more than ${mb} MB. Ask it for less at a time.`,
  );
}
