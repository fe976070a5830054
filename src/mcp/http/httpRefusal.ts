import { SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import type { HttpResponse } from "./client/httpClient";
import { retryAfterMs } from "./retryAfter";

const texts = {
  message: [SdkErrorCode.ClientHttpNotImplemented, "The server refused the message"],
  stream: [SdkErrorCode.ClientHttpFailedToOpenStream, "The server refused the stream"],
} as const;

/**
 * A status other than success, as the error of the SDK's transport; its data also holds the wait that the server asked for
 * (`retryAfterMs`). `text` is the body; `now` is in milliseconds since the epoch.
 */
export function httpRefusal(what: keyof typeof texts, response: HttpResponse, text: string, now: number): SdkHttpError {
  const { status, statusText } = response;
  const [code, start] = texts[what];
  const retryAfter = retryAfterMs((name) => response.header(name), now);
  const facts = {
    location: response.header("location"),
    isChallenge: response.header("www-authenticate") !== undefined,
  };
  return new SdkHttpError(code, `${start}: ${text}`, { status, statusText, text, retryAfterMs: retryAfter, ...facts });
}

/** Where a refusal redirects to, as the server wrote it. */
export const locationOf = ({ data }: SdkHttpError): string | undefined =>
  typeof data.location === "string" ? data.location : undefined;

/** Whether a refusal asks for credentials. */
export const isChallenge = ({ data }: SdkHttpError): boolean => data.isChallenge === true;

/** The wait that the server asked for with a refusal, in milliseconds. */
export const retryAfterOf = ({ data }: SdkHttpError): number | undefined =>
  typeof data.retryAfterMs === "number" ? data.retryAfterMs : undefined;

/** Whether the server was reached, and asks for a wait. */
export const isRateLimited = (error: unknown): boolean =>
  error instanceof SdkHttpError &&
  (error.status === 429 || (error.status === 503 && retryAfterOf(error) !== undefined));

/** Statuses that are about the caller and not about the transport: HTTP+SSE would be refused alike. */
const aboutCaller = new Set([401, 403, 407, 408, 429]);

/**
 * Whether a server that refused Streamable HTTP may be one of revision 2024-11-05, which speaks HTTP+SSE (specification, transports,
 * backwards compatibility: a 4xx to the first POST).
 */
export function isOlderServer(error: unknown): boolean {
  if (!(error instanceof HubError) || !(error.cause instanceof SdkHttpError)) return false;
  const { status } = error.cause;
  return status >= 400 && status < 500 && !aboutCaller.has(status);
}
