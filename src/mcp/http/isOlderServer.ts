import { SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../core/hubError";

/** Refusals that speak of the caller and not of the transport: HTTP+SSE would be refused alike. */
const aboutTheCaller = new Set([401, 403, 407, 408, 429]);

/**
 * Whether a server that refused Streamable HTTP may be one of revision 2024-11-05, which speaks HTTP+SSE (specification, transports,
 * backwards compatibility: a 4xx to the first POST).
 */
export function isOlderServer(error: unknown): boolean {
  if (!(error instanceof HubError) || !(error.cause instanceof SdkHttpError)) return false;
  const { status } = error.cause;
  return status >= 400 && status < 500 && !aboutTheCaller.has(status);
}
