import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import type { HubError } from "../../core/hubError";

/** An answer that the server never gave: the error itself travels in `data`, and `toHubError` takes it out again. */
export const refusal = (id: string | number, error: HubError): JSONRPCMessage => ({
  jsonrpc: "2.0",
  id,
  error: { code: -32000, message: error.message, data: error },
});
