import { type JSONRPCMessage, PROTOCOL_VERSION_META_KEY } from "@modelcontextprotocol/client";

/** Headers that the transport sets: a request's own headers must not contradict its body or its connection. */
const reserved = new Set([
  "authorization",
  "dpop",
  "content-type",
  "mcp-protocol-version",
  "mcp-method",
  "mcp-name",
  "mcp-session-id",
]);

/** The parameter that holds the value of the header `Mcp-Name`, by method (revision 2026-07-28, transports). */
const nameFields: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
  "tasks/get": "taskId",
  "tasks/update": "taskId",
  "tasks/cancel": "taskId",
};

/** The headers that mirror the body of a request, from revision 2026-07-28 on; none for a message without its version. */
export function bodyHeaders(message: JSONRPCMessage): Record<string, string> {
  if (!("method" in message) || !("id" in message)) return {};
  const version = message.params?._meta?.[PROTOCOL_VERSION_META_KEY];
  if (typeof version !== "string") return {};
  const field = Object.hasOwn(nameFields, message.method) ? nameFields[message.method] : undefined;
  const name: unknown = field && Object(message.params)[field];
  return {
    "mcp-protocol-version": version,
    "mcp-method": message.method,
    ...(typeof name === "string" && { "mcp-name": headerValue(name) }),
  };
}

/** A request's own headers, by lower-case name, without those that the transport sets. */
export function ownHeaders(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  if (!headers) return {};
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(lower.filter(([name]) => !reserved.has(name)));
}

/** A text as a header value: as it is where that is safe, else in base64 (revision 2026-07-28, value encoding). */
export function headerValue(text: string): string {
  const plain = /^[\t\x20-\x7e]+$/.test(text) && text.trim() === text && !/^=\?base64\?.*\?=$/i.test(text);
  return plain ? text : `=?base64?${Buffer.from(text).toString("base64")}?=`;
}

/** All headers of a request, by lower-case name; later parameters override earlier ones. */
export function requestHeaders(
  always: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  session: string | undefined,
  version: string | undefined,
  message: JSONRPCMessage | undefined,
): Record<string, string> {
  const headers = { ...always, ...own };
  if (session !== undefined) headers["mcp-session-id"] = session;
  if (version !== undefined) headers["mcp-protocol-version"] = version;
  return message ? Object.assign(headers, bodyHeaders(message)) : headers;
}
