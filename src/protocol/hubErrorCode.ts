/** Every way the hub can fail, by name. Add a code here before you throw it anywhere. */
export type HubErrorCode =
  | "bad-arguments" // the caller's arguments do not fit the tool's input schema
  | "bad-config" // a settings entry is invalid
  | "cancelled" // the caller gave up
  | "circuit-open" // after repeated failures, calls are refused for a while; nothing was sent
  | "denied" // a policy or the user refused
  | "exited" // the server's process ended
  | "internal" // a bug in the hub itself
  | "needs-auth" // the server requires a sign-in or a credential
  | "needs-input" // a value that only the user can provide is missing
  | "not-connected" // the server is stopped, failed or disabled
  | "protocol" // the server broke the protocol
  | "queue-full" // too many calls are waiting for the server; nothing was sent
  | "rate-limited" // the server, or the limit configured for it, allows fewer calls per unit of time
  | "server-error" // the server answered with a JSON-RPC error
  | "session-lost" // the server no longer knows the session; a new one is opened
  | "spawn-failed" // the server's process could not be started
  | "timeout" // a time limit of the hub expired
  | "transport" // the connection to the server failed
  | "unknown-resource"
  | "unknown-server"
  | "unknown-tool"
  | "untrusted"; // Restricted Mode forbids it

/** A failure as plain data. `message` is a complete sentence that names the cause and the next step. */
export interface ErrorView {
  readonly code: HubErrorCode;
  readonly message: string;
}
