import { SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import type { HttpResponse } from "./client/httpClient";
import { retryAfterMs } from "./retryAfter";

const told = {
  message: [SdkErrorCode.ClientHttpNotImplemented, "The server refused the message"],
  stream: [SdkErrorCode.ClientHttpFailedToOpenStream, "The server refused the stream"],
} as const;

/**
 * A status that is no success, as the SDK's transport tells it; its data holds also how long the server asked to be left alone
 * (`retryAfterMs`). `text` is what the server said with it, `now` in milliseconds since the epoch.
 */
export function httpRefusal(what: keyof typeof told, response: HttpResponse, text: string, now: number): SdkHttpError {
  const { status, statusText } = response;
  const [code, words] = told[what];
  const wait = retryAfterMs((name) => response.header(name), now);
  return new SdkHttpError(code, `${words}: ${text}`, { status, statusText, text, retryAfterMs: wait });
}

/** The wait that the server asked for with a refusal, in milliseconds. */
export const waitOf = ({ data }: SdkHttpError): number | undefined =>
  typeof data.retryAfterMs === "number" ? data.retryAfterMs : undefined;

/** Whether the server was reached and wants to be left alone for a while. */
export const wantsQuiet = (error: unknown): boolean =>
  error instanceof SdkHttpError && (error.status === 429 || (error.status === 503 && waitOf(error) !== undefined));

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
