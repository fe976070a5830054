/** Every metric that the hub exposes: the one place for names. Durations are in seconds, sizes in bytes (Prometheus, "Metric and label naming"). */
export const metricTable = {
  mcp_hub_requests_total: counter("Requests that ended, by how they ended.", "server", "tool", "client", "outcome"),
  mcp_hub_errors_total: counter("Requests that failed, by the hub's error code.", "server", "tool", "client", "code"),
  mcp_hub_retries_total: counter("Attempts that were sent again.", "server", "tool", "client"),
  mcp_hub_requests_in_flight: gauge("Requests that are on their way.", "server", "client"),
  mcp_hub_request_duration_seconds: histogram(
    "Time of answered requests from end to end, without the time that a person was asked.",
    "server",
    "tool",
  ),
  mcp_hub_server_duration_seconds: histogram("The server's part of that time.", "server", "tool"),
  mcp_hub_overhead_seconds: histogram(
    "The hub's part of that time: in the queue, between attempts, and until the server was ready.",
    "server",
  ),
  mcp_hub_client_duration_seconds: histogram("The same from end to end, by client.", "client"),
  mcp_hub_approval_seconds: histogram("How long a person was asked before a request ran.", "client"),
  mcp_hub_decisions_total: counter("Requests that were decided, by what decided.", "server", "by"),
  mcp_hub_questions_total: counter("Questions to the person, by the answer.", "server", "kind", "answer"),
  mcp_hub_queue_waiting: gauge("Requests that wait for a place at the server.", "server"),
  mcp_hub_held_back_calls_per_minute: gauge(
    'Calls a minute that a server gets since it said "too many"; no line where it is not held back.',
    "server",
  ),
  mcp_hub_breaker_state: gauge(
    "The circuit breaker: 0 closed, 1 half-open, 2 open. No tool: the breaker of the whole server.",
    "server",
    "tool",
  ),
  mcp_hub_breaker_opened_total: counter("How often a circuit breaker opened.", "server"),
  mcp_hub_connection_attempts_total: counter("Attempts to connect.", "server"),
  mcp_hub_connection_successes_total: counter("Attempts to connect that succeeded.", "server"),
  mcp_hub_connection_failures_total: counter("Attempts to connect that failed.", "server", "code"),
  mcp_hub_server_up: gauge("Whether the server is connected: 1 or 0.", "server"),
  mcp_hub_server_up_seconds_total: counter("Time for which the server was connected.", "server"),
  mcp_hub_server_down_seconds_total: counter(
    "Time for which the server was away although it should be there.",
    "server",
  ),
  mcp_hub_recovery_seconds: histogram("From the loss of a connection until it was back.", "server"),
  mcp_hub_server_tools: gauge("Tools that the server offers.", "server"),
  mcp_hub_pin_changes_total: counter("Changes of what a person had agreed to.", "server"),
  mcp_hub_server_refusals_total: counter("Requests that the server refused with 401 or 403.", "server", "status"),
  mcp_hub_failed_sign_ins_total: counter("Requests to the gateway with a missing, wrong, or expired token."),
  mcp_hub_sessions: gauge("Open sessions of clients at the gateway."),
  mcp_hub_uptime_seconds: gauge("Time since the hub started."),
  process_start_time_seconds: gauge("When the process started, in seconds since the epoch."),
  process_cpu_seconds_total: counter("Processor time of the process."),
  process_resident_memory_bytes: gauge("Memory of the process."),
  mcp_hub_memory_limit_bytes: gauge("Memory that the process may have."),
} as const satisfies Record<string, MetricFamily>;

export type MetricName = keyof typeof metricTable;

export interface MetricFamily {
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  /** The names of its labels, without the `le` of histograms. */
  readonly labels: readonly string[];
}

function counter(help: string, ...labels: string[]): MetricFamily {
  return { type: "counter", help, labels };
}

function gauge(help: string, ...labels: string[]): MetricFamily {
  return { type: "gauge", help, labels };
}

function histogram(help: string, ...labels: string[]): MetricFamily {
  return { type: "histogram", help, labels };
}
