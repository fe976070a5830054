import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";

/** The error response to a request that the server will not answer. The error itself travels in `data`; `toHubError` takes it out again. */
export const errorResponse = (id: string | number, error: HubError): JSONRPCMessage => ({
  jsonrpc: "2.0",
  id,
  error: { code: -32000, message: error.message, data: error },
});

/** The response stream ended without the response. */
export const responseEndedEarly = (server: string): HubError =>
  new HubError(
    "transport",
    message(
      "wire.responseEndedEarly",
      '"{server}" ended its response before the result came. Try again; if that does not help, restart the server.',
      { server },
    ),
  );

/** A response whose result is not an object. */
export const invalidResult = (server: string, method: string): HubError =>
  new HubError(
    "protocol",
    message("wire.invalidResult", '"{server}" answered {method} with an invalid result. Report it to its author.', {
      server,
      method,
    }),
  );
