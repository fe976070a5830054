import type { ErrorView, HubErrorCode } from "../protocol/hubErrorCode";

/** Switch on `code`, never on `message` and never on a subclass. `message` is a whole sentence for people. */
export class HubError extends Error {
  override readonly name = "HubError";

  constructor(
    readonly code: HubErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

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
