import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";

/** The largest message that is read from a server unless configured otherwise, in bytes. */
export const defaultMessageLimit = 32 * 1024 * 1024;

/** A server sent a message of more than `limit` bytes, and was disconnected for it. */
export function tooLarge(server: string, limit: number): HubError {
  const mb = Math.round(limit / (1024 * 1024));
  return new HubError(
    "protocol",
    message(
      "wire.messageTooLarge",
      '"{server}" was disconnected: it sent a message of more than {mb} MB, or all servers sent more than four times as much at once. Request less data at a time, or raise mcpHub.messageLimitMb.',
      {
        server,
        mb,
      },
    ),
  );
}
