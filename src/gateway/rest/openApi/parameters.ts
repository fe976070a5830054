export const header = (name: string, description: string) => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string" },
});

export const requestId = header(
  "X-Request-ID",
  "Names the request in logs, events and records; made where it is missing.",
);
export const idempotencyKey = header(
  "Idempotency-Key",
  "The same request with the same key gets the first answer for 24 hours; another request with it gets 409.",
);
export const target = header("X-MCP-Target-Server", "The server, where the body names none.");
