import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { englishOf, inEnglish, message } from "../../protocol/message";
import { HubError } from "./hubError";
import { inWords } from "./timeLimit";

/**
 * What a failed call shows about the server. `works`: it answered. `fails`: it did not answer this call as it should. `lost`: the
 * connection broke, and every call in flight with it. `unknown`: nothing.
 */
export type Health = "works" | "fails" | "lost" | "unknown";

interface ErrorTraits {
  /** The same call may succeed if it is sent again a moment later. Whether it is safe to send twice is decided elsewhere. */
  readonly retryable: boolean;
  /** Connecting again a moment later may succeed. */
  readonly reconnects: boolean;
  readonly health: Health;
  /** A caller's fallback may answer in its place: the server cannot now, and there is nothing that the caller or a person has to put right. */
  readonly fallsBack: boolean;
  /** What a language model should do next, in one sentence or two. */
  readonly advice: () => string;
}

/** Advice that several codes share. These are functions because the translation is set after this file is loaded. */
const askUser = () =>
  message("advice.askUser", "Do not call it again before the user has done this; tell the user what is needed.");
const checkEffects = () =>
  message("advice.checkEffects", "It may have taken effect: check before you repeat anything that changes data.");

/** Everything that follows from a code, in one place. */
export const errorTable: Readonly<Record<HubErrorCode, ErrorTraits>> = {
  "bad-arguments": row(false, true, "unknown", false, () =>
    message("advice.badArguments", "Correct the arguments and call it again."),
  ),
  "bad-config": row(false, false, "unknown", false, askUser),
  cancelled: row(false, false, "unknown", false, () =>
    message("advice.cancelled", "The user stopped it: do not repeat it unless the user asks."),
  ),
  "circuit-open": row(false, true, "unknown", true, () =>
    message("advice.circuitOpen", "Use another tool, or tell the user that it does not work now."),
  ),
  denied: row(false, true, "unknown", false, () =>
    message("advice.denied", "Do not repeat it; ask the user how to continue."),
  ),
  exited: row(true, true, "lost", true, checkEffects),
  forbidden: row(false, false, "unknown", false, askUser),
  internal: row(false, false, "unknown", false, () => message("advice.internal", "Do not repeat it; tell the user.")),
  "needs-auth": row(false, false, "unknown", false, askUser),
  "needs-consent": row(false, false, "unknown", false, askUser),
  "needs-input": row(false, false, "unknown", false, askUser),
  "not-connected": row(false, true, "unknown", true, askUser),
  protocol: row(
    false,
    false,
    "fails",
    true,
    () => `${message("advice.protocol", "Do not repeat it unchanged.")} ${checkEffects()}`,
  ),
  "queue-full": row(false, true, "unknown", true, () =>
    message("advice.queueFull", "Make fewer calls at once, then call it again."),
  ),
  "rate-limited": row(true, true, "works", true, () =>
    message("advice.rateLimited", "Make fewer calls, and call it again later."),
  ),
  "result-expired": row(false, true, "unknown", false, () => message("advice.resultExpired", "Call the tool again.")),
  "server-error": row(false, true, "works", true, () =>
    message("advice.serverError", "Read the error; correct the arguments or use another tool."),
  ),
  "session-lost": row(true, true, "lost", true, checkEffects),
  "spawn-failed": row(false, false, "lost", true, askUser),
  timeout: row(
    true,
    true,
    "fails",
    true,
    () => `${checkEffects()} ${message("advice.timeout", "Ask for less at once.")}`,
  ),
  "too-many-subscriptions": row(false, true, "unknown", false, () =>
    message("advice.tooManySubscriptions", "Unsubscribe from a resource first."),
  ),
  transport: row(true, true, "lost", true, checkEffects),
  "unknown-resource": row(false, true, "works", false, () =>
    message("advice.unknownResource", "List the resources and use one of them."),
  ),
  "unknown-server": row(false, true, "unknown", false, () =>
    message("advice.unknownServer", "List the servers and use one of them."),
  ),
  "unknown-task": row(false, true, "unknown", false, () => message("advice.unknownTask", "Call the tool again.")),
  "unknown-tool": row(false, true, "unknown", false, () =>
    message("advice.unknownTool", "List the tools and use one of them."),
  ),
  "unreadable-result": row(
    false,
    true,
    "works",
    false,
    () =>
      `${checkEffects()} ${message("advice.unreadableResult", "To read data, call the tool itself, and read its result.")}`,
  ),
  unsupported: row(false, true, "unknown", false, () =>
    message("advice.unsupported", "Use another server, or one of the tools that the error names."),
  ),
  untrusted: row(false, false, "unknown", false, askUser),
};

/** Whether the same call may succeed a moment later. It does not say whether the call is safe to send twice. */
export const isRetryable = ({ code }: HubError): boolean => errorTable[code].retryable;

/** Whether connecting once more may succeed. Anything that is not a `HubError` is a defect, which does not go away. */
export const mayReconnect = (error: unknown): boolean => error instanceof HubError && errorTable[error.code].reconnects;

/** What a failed call shows about its server. A limit that ran out before anything was sent shows nothing. */
export function healthAfter(error: unknown): Health {
  if (!(error instanceof HubError)) return "unknown";
  return error.code === "timeout" && error.sent === "no" ? "unknown" : errorTable[error.code].health;
}

/** Servers leave the period out as often as not. */
const asSentence = (text: string): string => (/[\p{L}\p{N})"'\]}]$/u.test(text) ? `${text}.` : text);

/**
 * The failure as text for a language model: what happened, what to do next, and how long to wait if the failure says so. `quoted` marks
 * what happened, which may quote a server.
 */
export const adviceFor = (error: HubError, quoted = asSentence): string => inEnglish(() => advice(error, quoted));

function advice(error: HubError, quoted: (text: string) => string): string {
  const { retryAfterMs, sent, code } = error;
  const usual = errorTable[code].advice();
  const next =
    sent === "no" && usual.includes(checkEffects())
      ? message("advice.notSent", "It was not sent, so nothing has changed.")
      : usual;
  const sentences = [quoted(englishOf(error.message)), next];
  if (retryAfterMs !== undefined)
    sentences.push(message("advice.wait", "Wait {time} before you call it again.", { time: inWords(retryAfterMs) }));
  return sentences.join(" ");
}

function row(
  retryable: boolean,
  reconnects: boolean,
  health: Health,
  fallsBack: boolean,
  advice: () => string,
): ErrorTraits {
  return { retryable, reconnects, health, fallsBack, advice };
}
