/** Every way the hub can fail, by name. Add a code here before you throw it anywhere. */
export type HubErrorCode =
  | "bad-arguments" // the caller's arguments do not fit the tool's input schema
  | "bad-config" // a settings entry is invalid
  | "cancelled" // the caller gave up
  | "circuit-open" // it failed so often in a row that no call is sent for a while
  | "denied" // policy, or the person, said no
  | "exited" // the server's process ended
  | "forbidden" // the server refuses access, and offers no sign-in that would change that
  | "internal" // a defect of the hub
  | "needs-auth" // the server requires a sign-in or a credential
  | "needs-consent" // a person has not allowed that the server runs
  | "needs-input" // a value that only the person can provide is missing
  | "not-connected" // the server is stopped, failed or disabled
  | "protocol" // the server broke the protocol
  | "queue-full" // too many calls are waiting for the server, or questions for the person; nothing was sent
  | "rate-limited" // more calls in a time than the server, or the limit set for it, allows
  | "result-expired" // the hub no longer keeps the result
  | "server-error" // the server answered with a JSON-RPC error
  | "session-lost" // the server no longer knows the session; the hub opens a new one
  | "spawn-failed" // the server's process could not be started
  | "timeout" // a time limit of the hub ran out
  | "too-many-subscriptions" // the hub follows the changes of only so many resources of a server
  | "transport" // the transport to the server failed
  | "unknown-resource"
  | "unknown-server"
  | "unknown-task" // the server does not have the task, or has it no longer
  | "unknown-tool"
  | "unreadable-result" // a service got a result in a form that it does not know
  | "unsupported" // the server has no tool for what a service was asked
  | "untrusted"; // Restricted Mode forbids it

/** A failure as plain data. `message` is a complete sentence that names the cause and the next step. */
export interface ErrorView {
  readonly code: HubErrorCode;
  readonly message: string;
}
