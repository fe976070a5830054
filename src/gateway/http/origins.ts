import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

/** What web pages may send (Fetch standard, CORS protocol). `mcp-param-*` has no end, so those that are asked for are added. */
const requestHeaders = [
  "authorization",
  "content-type",
  "accept",
  "mcp-protocol-version",
  "mcp-session-id",
  "mcp-method",
  "mcp-name",
  "last-event-id",
  "x-api-key",
  "x-request-id",
  "x-mcp-target-server",
  "idempotency-key",
];

const methods = "GET, POST, DELETE, OPTIONS";

/** What web pages may read of an answer. */
const exposed = "Mcp-Session-Id, WWW-Authenticate, Retry-After, X-Request-ID";

/** How long a browser may remember a preflight, in seconds. */
const maxAge = "600";

/** A header of a parameter (MCP 2026-07-28, basic/transports), at most this many in one preflight. */
const paramHeader = /^mcp-param-[\w.!#$%&'*+^`|~-]{1,100}$/;
const paramLimit = 50;

/** Whether an origin is a page of this machine. */
function isOfThisMachine(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (
    (url.protocol === "http:" || url.protocol === "https:") &&
    ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)
  );
}

/** Whether this origin may use the gateway. `null`, which a page in a sandbox sends, never may. */
export const mayUse = (origin: string, allowed: readonly string[]): boolean =>
  allowed.includes(origin) && isOfThisMachine(origin);

/** Lets the page of an allowed origin read the answer. */
export function shareWith(origin: string, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", exposed);
  response.setHeader("vary", "Origin");
}

/** The headers that answer OPTIONS: what is allowed at all, and for a page what it may send. */
export function preflightHeaders({ headers }: IncomingMessage): OutgoingHttpHeaders {
  if (headers.origin === undefined) return { allow: methods };
  const asked = (headers["access-control-request-headers"] ?? "").toLowerCase().split(",");
  const params = asked.map((name) => name.trim()).filter((name) => paramHeader.test(name));
  return {
    "access-control-allow-methods": methods,
    "access-control-allow-headers": [...requestHeaders, ...params.slice(0, paramLimit)].join(", "),
    "access-control-max-age": maxAge,
  };
}
