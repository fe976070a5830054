import type { OutgoingHttpHeaders } from "node:http";
import type { Exchange } from "./exchange";
import { sendJson } from "./respond";

/** The statuses of what is turned away before a route has it, with the code and the type that its body has, as in the REST API. */
const kinds = {
  400: ["VALIDATION_ERROR", "Validation Error"],
  401: ["AUTHENTICATION_FAILURE_API", "Authentication Error"],
  403: ["AUTHORIZATION_ERROR", "Authorization Error"],
  404: ["ROUTING_ERROR", "Not Found"],
  408: ["VALIDATION_ERROR", "Validation Error"],
  413: ["VALIDATION_ERROR", "Validation Error"],
  429: ["RATE_LIMIT_EXCEEDED", "Rate Limit Exceeded"],
  431: ["VALIDATION_ERROR", "Validation Error"],
  500: ["API_INTERNAL_ERROR", "API Internal Error"],
  503: ["CONFIGURATION_ERROR", "Configuration Error"],
} as const;

export type ProblemStatus = keyof typeof kinds;

/** What a refused client reads. `text` names what happened and the next step. */
export function problemBody(status: ProblemStatus, text: string, requestId: string | undefined): unknown {
  const [code, type] = kinds[status];
  return {
    status: "error",
    error: { type, code, message: text },
    ...(requestId !== undefined && { original_request_id: requestId }),
  };
}

export const sendProblem = (
  exchange: Exchange,
  status: ProblemStatus,
  text: string,
  headers?: OutgoingHttpHeaders,
): void => sendJson(exchange, status, problemBody(status, text, exchange.requestId), headers);
