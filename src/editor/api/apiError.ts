import { asHubError } from "../../core/kernel/hubError";
import type { McpHubError } from "./mcpClientHub";

/** A failure as another extension gets it: an error of its own, without its cause, which may hold parts of the hub. */
export function apiError(error: unknown): McpHubError {
  const { code, message, retryAfterMs, sent } = asHubError(error);
  return Object.assign(new Error(message), {
    name: "McpHubError" as const,
    code,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(sent && { sent }),
  });
}

/** Runs what another extension asked for; what it throws is a failure in the form of the API. */
export function orApiError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw apiError(error);
  }
}
