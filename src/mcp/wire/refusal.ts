import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";

/** An answer that the server never gave: the error itself travels in `data`, and `toHubError` takes it out again. */
export const refusal = (id: string | number, error: HubError): JSONRPCMessage => ({
  jsonrpc: "2.0",
  id,
  error: { code: -32000, message: error.message, data: error },
});

/** A response stream that ended without the answer. */
export const endedEarly = (server: string): HubError =>
  new HubError(
    "transport",
    `"${server}" ended its response before the answer came. Try again; if it stays so, restart the server.`,
  );

/** An answer whose result is no object. */
export const noResult = (server: string, method: string): HubError =>
  new HubError("protocol", `"${server}" answered ${method} with what is no result. Report it to its author.`);
