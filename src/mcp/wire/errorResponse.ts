import type { JSONRPCErrorResponse } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { nestingLimit } from "../../core/kernel/json/nesting";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";

/** The error response to a request that the server will not answer. The error itself travels in `data`; `toHubError` takes it out again. */
export const errorResponse = (
  id: string | number,
  error: HubError,
): JSONRPCErrorResponse & { readonly id: string | number } => ({
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

/** A response that is not valid JSON; `sample` is its beginning. */
export const brokenAnswer = (server: string, sample: string): HubError =>
  new HubError(
    "protocol",
    message(
      "wire.brokenAnswer",
      '"{server}" sent an answer that is not valid JSON: "{sample}". Report it to its author.',
      { server, sample: safeLine(sample, 200) },
    ),
  );

/** A response whose data is nested deeper than anything that is meant to be read. */
export const nestedTooDeep = (server: string): HubError =>
  new HubError(
    "protocol",
    message(
      "wire.answerTooDeep",
      '"{server}" sent an answer that is nested more than {levels} levels deep. Report it to its author.',
      { server, levels: nestingLimit },
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
