import type { HubErrorCode } from "../../protocol/hubErrorCode";

/**
 * Whose failure it is, as HTTP tells the two apart (RFC 9110, section 15): `caller` for 4xx, `service` for 5xx, which is the hub or the
 * server. A call that its caller gave up is neither.
 */
export type ErrorClass = "caller" | "service" | "none";

export const errorClass: Readonly<Record<HubErrorCode, ErrorClass>> = {
  "bad-arguments": "caller",
  "bad-config": "service",
  cancelled: "none",
  "circuit-open": "service",
  denied: "caller",
  exited: "service",
  forbidden: "caller",
  internal: "service",
  "needs-auth": "caller",
  "needs-consent": "caller",
  "needs-input": "caller",
  "not-connected": "service",
  protocol: "service",
  "queue-full": "caller",
  "rate-limited": "caller",
  "result-expired": "caller",
  "server-error": "service",
  "session-lost": "service",
  "spawn-failed": "service",
  timeout: "service",
  "too-many-subscriptions": "caller",
  transport: "service",
  "unknown-resource": "caller",
  "unknown-server": "caller",
  "unknown-task": "caller",
  "unknown-tool": "caller",
  "unreadable-result": "service",
  unsupported: "caller",
  untrusted: "caller",
};
