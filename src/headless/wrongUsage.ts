import { HubError } from "../core/kernel/hubError";
import { message } from "../protocol/message";

/** A mistake in a command line, as one sentence. */
export const wrongUsage = (problem: string) =>
  new HubError(
    "bad-config",
    message("headless.seeHelp", "{problem} Run mcp-client-hub --help to see how it is used.", { problem }),
  );
