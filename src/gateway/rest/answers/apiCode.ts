import type { HubErrorCode } from "../../../protocol/hubErrorCode";

/** Every code of a failure of the API, with its type. Clients switch on the code; a code is never taken away within a version. */
export const apiTypes = {
  API_INTERNAL_ERROR: "API Internal Error",
  CONFIGURATION_ERROR: "Configuration Error",
  ROUTING_ERROR: "Server Not Found",
  AUTHENTICATION_FAILURE_API: "Authentication Error",
  AUTHORIZATION_ERROR: "Authorization Error",
  APPROVAL_REQUIRED: "Approval Required",
  MCP_CONNECTION_ERROR: "MCP Server Connection Error",
  MCP_AUTHENTICATION_FAILURE: "MCP Server Authentication Error",
  MCP_SERVER_ERROR: "MCP Server Error",
  MCP_CLIENT_ERROR: "MCP Client Error",
  MCP_RATE_LIMIT_EXCEEDED: "Rate Limit Exceeded",
  RATE_LIMIT_EXCEEDED: "Rate Limit Exceeded",
  DATA_TRANSFORMATION_ERROR: "Data Transformation Error",
  TOOL_NOT_SUPPORTED: "Tool Not Found",
  VALIDATION_ERROR: "Validation Error",
} as const;

export type ApiCode = keyof typeof apiTypes;

/** What a failure of the hub is called in the API. */
export interface ApiTraits {
  readonly code: ApiCode;
  readonly status: number;
  /** The server may have done what it was asked for; `false`: it certainly did not. */
  readonly mayHaveRun: boolean;
}

/**
 * The failures of the hub as those of the API. A server's own 401 or 403 is 502 here: 401 would make a client believe that its own token is
 * wrong. `cancelled` reaches only a client that still waits: a person stopped the call.
 */
export const apiErrors: Readonly<Record<HubErrorCode, ApiTraits>> = {
  "bad-arguments": before("VALIDATION_ERROR", 400),
  "bad-config": before("CONFIGURATION_ERROR", 500),
  cancelled: during("MCP_CLIENT_ERROR", 409),
  "circuit-open": before("MCP_CONNECTION_ERROR", 503),
  denied: before("AUTHORIZATION_ERROR", 403),
  exited: during("MCP_CONNECTION_ERROR", 502),
  forbidden: before("MCP_AUTHENTICATION_FAILURE", 502),
  internal: during("API_INTERNAL_ERROR", 500),
  "needs-auth": before("MCP_AUTHENTICATION_FAILURE", 502),
  "needs-consent": before("APPROVAL_REQUIRED", 403),
  "needs-input": before("CONFIGURATION_ERROR", 500),
  "not-connected": before("MCP_CONNECTION_ERROR", 503),
  protocol: during("DATA_TRANSFORMATION_ERROR", 502),
  "queue-full": before("RATE_LIMIT_EXCEEDED", 429),
  "rate-limited": before("MCP_RATE_LIMIT_EXCEEDED", 429),
  "result-expired": before("MCP_CLIENT_ERROR", 404),
  "server-error": during("MCP_SERVER_ERROR", 502),
  "session-lost": during("MCP_CONNECTION_ERROR", 503),
  "spawn-failed": before("MCP_CONNECTION_ERROR", 502),
  timeout: during("MCP_CONNECTION_ERROR", 504),
  "too-many-subscriptions": before("MCP_CLIENT_ERROR", 429),
  transport: during("MCP_CONNECTION_ERROR", 502),
  "unknown-resource": during("MCP_CLIENT_ERROR", 404),
  "unknown-server": before("ROUTING_ERROR", 404),
  "unknown-task": during("MCP_CLIENT_ERROR", 404),
  "unknown-tool": before("TOOL_NOT_SUPPORTED", 404),
  "unreadable-result": during("DATA_TRANSFORMATION_ERROR", 502),
  unsupported: before("TOOL_NOT_SUPPORTED", 404),
  untrusted: before("AUTHORIZATION_ERROR", 403),
};

function before(code: ApiCode, status: number): ApiTraits {
  return { code, status, mayHaveRun: false };
}

function during(code: ApiCode, status: number): ApiTraits {
  return { code, status, mayHaveRun: true };
}
