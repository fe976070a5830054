import type { ErrorView, HubErrorCode } from "../../protocol/hubErrorCode";

/** Plain facts about a failure that a later step may act on. */
export interface ErrorFacts {
  /** Trying again sooner is in vain, in milliseconds: the server, or a limit of the hub, said so. */
  readonly retryAfterMs?: number | undefined;
  /** `no`: the request certainly never reached the server, so sending it again cannot double it. Missing: it may have. */
  readonly sent?: "no" | undefined;
  /** The call began a task, which may still run: sending the call again would begin a second one. */
  readonly begun?: true | undefined;
}

/** Switch on `code`, never on `message` and never on a subclass. `message` is a whole sentence for people. */
export class HubError extends Error implements ErrorFacts {
  override readonly name = "HubError";
  readonly retryAfterMs: number | undefined;
  readonly sent: "no" | undefined;
  readonly begun: true | undefined;

  constructor(
    readonly code: HubErrorCode,
    message: string,
    options?: ErrorOptions & ErrorFacts,
  ) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs;
    this.sent = options?.sent;
    this.begun = options?.begun;
  }
}

/** The same failure in other words, with every fact that it has; the first one stays as its cause unless another is given. */
export const reworded = (error: HubError, message: string, facts: ErrorOptions & ErrorFacts = {}): HubError => {
  const { code, retryAfterMs, sent, begun } = error;
  return new HubError(code, message, { cause: error, retryAfterMs, sent, begun, ...facts });
};

/** Any failure as plain data; what is not a `HubError` is a defect and says so. */
export function toErrorView(error: unknown): ErrorView {
  const { code, message } = asHubError(error);
  return { code, message };
}

/** What reaches a door that is not a `HubError` is a defect of the hub: named as one, with the original as cause. */
export function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new HubError("internal", `The hub failed: ${message}. Please report it with the MCP Hub log.`, {
    cause: error,
  });
}

/** The failure behind an aborted signal: the reason if it is one of ours, else a cancel. */
export function abortError(signal: AbortSignal, what: string): HubError {
  if (signal.reason instanceof HubError) return signal.reason;
  return new HubError("cancelled", `${what} was cancelled.`, { cause: signal.reason });
}
