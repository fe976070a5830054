import type { OutgoingHttpHeaders } from "node:http";
import type { Exchange } from "./exchange";
import { sendJson } from "./respond";

/** The statuses of what is turned away before a route has it, with the code and the type that its body has, as in the REST API. */
const kinds = {
  400: ["VALIDATION_ERROR", "Validation Error"],
  401: ["AUTHENTICATION_FAILURE_API", "Authentication Error"],
  403: ["AUTHORIZATION_ERROR", "Authorization Error"],
  404: ["ROUTING_ERROR", "Server Not Found"],
  408: ["VALIDATION_ERROR", "Validation Error"],
  413: ["VALIDATION_ERROR", "Validation Error"],
  429: ["RATE_LIMIT_EXCEEDED", "Rate Limit Exceeded"],
  431: ["VALIDATION_ERROR", "Validation Error"],
  500: ["API_INTERNAL_ERROR", "API Internal Error"],
  503: ["CONFIGURATION_ERROR", "Configuration Error"],
} as const;

export type ProblemStatus = keyof typeof kinds;

/** The code of what is turned away with this status. */
export const problemCode = <S extends ProblemStatus>(status: S): (typeof kinds)[S][0] => kinds[status][0];

/** What a refused client reads: the form of every failure of the REST API. `text` names what happened and the next step. */
export function problemBody(status: ProblemStatus, text: string, requestId: string, retryAfterSeconds?: number) {
  const [code, type] = kinds[status];
  return {
    status: "error",
    server_id: null,
    tool_name: null,
    original_request_id: requestId,
    error: {
      type,
      code,
      message: text,
      details: retryAfterSeconds === undefined ? null : { retry_after_seconds: retryAfterSeconds },
      mcp_server_status_code: null,
      mcp_server_error_details: null,
    },
  };
}

/** Answers an exchange that no route has. `retryAfterSeconds`: where it is known how long to wait. */
export function sendProblem(
  exchange: Exchange,
  status: ProblemStatus,
  text: string,
  headers?: OutgoingHttpHeaders,
  retryAfterSeconds?: number,
): void {
  sendJson(exchange, status, problemBody(status, text, exchange.requestId, retryAfterSeconds), {
    ...headers,
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  });
}
