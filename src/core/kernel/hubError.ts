import type { ErrorView, HubErrorCode } from "../../protocol/hubErrorCode";
import { message } from "../../protocol/message";

/** Plain facts about a failure that a later step may act on. */
export interface ErrorFacts {
  /** The server, or a limit of the hub, asks to wait this long before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** `no`: the request certainly never reached the server, so it is safe to send again. Missing: it may have reached it. */
  readonly sent?: "no" | undefined;
  /** The call started a task that may still be running: sending the call again would start a second one. */
  readonly begun?: true | undefined;
  /** Nothing that the server was asked would have been answered: the failure says nothing of this one request. */
  readonly outage?: true | undefined;
  /** A person has to allow it, and nobody could be asked. */
  readonly unasked?: true | undefined;
}

/** Every failure of the hub. Switch on `code`, never on `message` or on a subclass. `message` is a whole sentence for people. */
export class HubError extends Error implements ErrorFacts {
  override readonly name = "HubError";
  readonly retryAfterMs: number | undefined;
  readonly sent: "no" | undefined;
  readonly begun: true | undefined;
  readonly outage: true | undefined;
  readonly unasked: true | undefined;

  constructor(
    readonly code: HubErrorCode,
    message: string,
    options?: ErrorOptions & ErrorFacts,
  ) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs;
    this.sent = options?.sent;
    this.begun = options?.begun;
    this.outage = options?.outage;
    this.unasked = options?.unasked;
  }
}

/** The same failure and facts with another message. The original becomes the cause unless `facts` names another one. */
export const reworded = (error: HubError, message: string, facts: ErrorOptions & ErrorFacts = {}): HubError => {
  const { code, retryAfterMs, sent, begun, outage, unasked } = error;
  return new HubError(code, message, { cause: error, retryAfterMs, sent, begun, outage, unasked, ...facts });
};

/** Any failure as plain data. Anything that is not a `HubError` is reported as a defect. */
export function toErrorView(error: unknown): ErrorView {
  const { code, message } = asHubError(error);
  return { code, message };
}

/** The failure as a `HubError`. Anything else is a defect of the hub, which becomes the cause of an `internal` error. */
export function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const reason = (error instanceof Error ? error.message : String(error)).replace(/(?<!\.)\.$/, ""); // the sentence goes on
  return new HubError(
    "internal",
    message("hub.defect", "The hub failed: {reason}. Please report it with the MCP Hub log.", { reason }),
    { cause: error },
  );
}

/** The failure behind an aborted signal: its reason if that is a `HubError`, otherwise `cancelled`. */
export function abortError(signal: AbortSignal, what: string): HubError {
  if (signal.reason instanceof HubError) return signal.reason;
  return new HubError("cancelled", message("hub.cancelled", "{what} was cancelled.", { what }), {
    cause: signal.reason,
  });
}
