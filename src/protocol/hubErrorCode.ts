/** Every way the hub can fail, by name. Add a code here before you throw it anywhere. */
export type HubErrorCode =
  | "bad-arguments" // the caller's arguments do not fit the tool's input schema
  | "bad-config" // a settings entry cannot be used as it is written
  | "cancelled" // the caller gave up
  | "circuit-open" // it failed so often in a row that it is left alone for a while; nothing was sent
  | "denied" // policy, or the person, said no
  | "exited" // the server's process ended
  | "internal" // a defect of the hub itself
  | "needs-auth" // the server wants a sign-in or a credential
  | "needs-input" // a value that only the person can give is missing
  | "not-connected" // the server is stopped, failed or disabled
  | "protocol" // the server broke the protocol
  | "queue-full" // so many calls wait for the server, or questions for the person, that one more was refused; nothing was sent
  | "rate-limited" // the server, or the limit set for it, wants fewer calls in a time
  | "server-error" // the server answered with a JSON-RPC error
  | "session-lost" // the server no longer knows the session; a new one is opened
  | "spawn-failed" // the server's process could not be started
  | "timeout" // a limit of the hub ran out
  | "transport" // the line to the server failed
  | "unknown-resource"
  | "unknown-server"
  | "unknown-tool"
  | "untrusted"; // Restricted Mode forbids it

/** A failure as plain data: `message` is one whole sentence that names the cause and the next step. */
export interface ErrorView {
  readonly code: HubErrorCode;
  readonly message: string;
}
