import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { HubError } from "./hubError";
import { inWords } from "./timeLimit";

/**
 * What a failed call tells of the server. `works`: it answered. `fails`: this call was not answered as it should be. `lost`: the line
 * went, and took every call in flight with it. `unknown`: it says nothing of the server.
 */
export type Health = "works" | "fails" | "lost" | "unknown";

interface ErrorTraits {
  /** The same call, sent again a moment later, may succeed. Whether it may be sent twice is another question. */
  readonly retryable: boolean;
  /** Connecting anew a moment later may succeed. */
  readonly reconnects: boolean;
  readonly health: Health;
  /** What a language model should do next: one sentence. */
  readonly advice: string;
}

const person = "Do not call it again before the user has done this; tell the user what is needed.";
const doubt = "It may have taken effect: check before you repeat anything that changes data.";

/** Everything that follows from a code, in one place. */
export const errorTable: Readonly<Record<HubErrorCode, ErrorTraits>> = {
  "bad-arguments": row(false, true, "unknown", "Correct the arguments and call it again."),
  "bad-config": row(false, false, "unknown", person),
  cancelled: row(false, false, "unknown", "The user stopped it: do not repeat it unless the user asks."),
  "circuit-open": row(false, true, "unknown", "Use another tool, or tell the user that it does not work now."),
  denied: row(false, true, "unknown", "Do not repeat it; ask the user how to go on."),
  exited: row(true, true, "lost", doubt),
  internal: row(false, false, "unknown", "Do not repeat it; tell the user."),
  "needs-auth": row(false, false, "unknown", person),
  "needs-input": row(false, false, "unknown", person),
  "not-connected": row(false, true, "unknown", person),
  protocol: row(false, false, "fails", `Do not repeat it as it is. ${doubt}`),
  "queue-full": row(false, true, "unknown", "Make fewer calls at once, then call it again."),
  "rate-limited": row(true, true, "works", "Make fewer calls, and call it again later."),
  "server-error": row(false, true, "works", "Read the error; correct the arguments or use another tool."),
  "session-lost": row(true, true, "lost", doubt),
  "spawn-failed": row(false, false, "lost", person),
  timeout: row(true, true, "fails", `${doubt} Ask for less at once.`),
  transport: row(true, true, "lost", doubt),
  "unknown-resource": row(false, true, "works", "List the resources and use one of them."),
  "unknown-server": row(false, true, "unknown", "List the servers and use one of them."),
  "unknown-tool": row(false, true, "unknown", "List the tools and use one of them."),
  untrusted: row(false, false, "unknown", person),
};

/** Whether the same call may succeed a moment later. Says nothing on whether it may be sent twice. */
export const isRetryable = ({ code }: HubError): boolean => errorTable[code].retryable;

/** Whether connecting once more may succeed. What is not a `HubError` is a defect, and stays one. */
export const mayReconnect = (error: unknown): boolean => error instanceof HubError && errorTable[error.code].reconnects;

/** What a failed call tells of its server; a limit that ran out before anything was sent tells nothing. */
export function healthAfter(error: unknown): Health {
  if (!(error instanceof HubError)) return "unknown";
  return error.code === "timeout" && error.sent === "no" ? "unknown" : errorTable[error.code].health;
}

/** The failure as a language model is told it: what happened, and what to do next. A wait is said where there is one. */
export function adviceFor(error: HubError): string {
  const { retryAfterMs, sent, message, code } = error;
  const { advice } = errorTable[code];
  const wait = retryAfterMs === undefined ? "" : ` Wait ${inWords(retryAfterMs)} before you call it again.`;
  const known = sent === "no" ? "It was not sent, so nothing has changed." : advice;
  return `${message} ${advice.includes(doubt) ? known : advice}${wait}`;
}

function row(retryable: boolean, reconnects: boolean, health: Health, advice: string): ErrorTraits {
  return { retryable, reconnects, health, advice };
}
