/**
 * The names that OpenTelemetry gives to what is measured of MCP (open-telemetry/semantic-conventions-genai, v0.1.0). They are in
 * development and may change, so they stand here and nowhere else. Names that begin with `mcp_hub` are the hub's own.
 */
export const attributes = {
  method: "mcp.method.name",
  tool: "gen_ai.tool.name",
  operation: "gen_ai.operation.name",
  errorType: "error.type",
  clientName: "mcp_hub.client",
  serverName: "mcp_hub.server",
  queueMs: "mcp_hub.queue_ms",
  waitsMs: "mcp_hub.waits_ms",
  approvalMs: "mcp_hub.approval_ms",
  callId: "mcp_hub.call",
  serviceName: "service.name",
  serviceVersion: "service.version",
} as const;

/** `gen_ai.operation.name` of a tool call. */
export const executeTool = "execute_tool";

/** `error.type` of a tool that ran and reported an error. */
export const toolError = "tool_error";

/** Histograms, in seconds. */
export const metricNames = {
  clientOperation: "mcp.client.operation.duration",
  serverOperation: "mcp.server.operation.duration",
  clientSession: "mcp.client.session.duration",
  serverSession: "mcp.server.session.duration",
} as const;

/** The bounds that the conventions recommend for them. */
export const recommendedBounds: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/** The keys of a trace's context in `params._meta` (MCP) and in HTTP headers (W3C Trace Context; W3C Baggage). */
export const contextKeys = ["traceparent", "tracestate", "baggage"] as const;
