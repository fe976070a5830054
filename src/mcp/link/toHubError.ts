import {
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { withShownAddresses } from "../http/client/shownAddress";
import { waitOf } from "../http/httpRefusal";
import { statusError } from "../http/statusError";
import { type SecretMask, secretMask } from "../wire/secretMask";

/** Where a failure happened: for the message, and for what the line knows better than the SDK. */
export interface ErrorContext {
  readonly server: string;
  /** Only over HTTP: the address as it may be shown. */
  readonly address?: string | undefined;
  /** Whether the handshake was done: what was no address before is a lost session now. */
  readonly established?: boolean;
  /** Whether the line is gone, so that every failure is that one. */
  readonly over?: boolean;
  /** Why the line is gone; missing where it was closed on purpose. */
  readonly goneBecause?: HubError | undefined;
  /** Takes out what no message may say. */
  readonly mask?: SecretMask;
}

/** The SDK's many failures, in the hub's few words, without secrets. The original stays as `cause`. */
export function toHubError(error: unknown, place: ErrorContext): HubError {
  const { mask = secretMask() } = place;
  return mask.error(inWords(error, place, mask));
}

function inWords(error: unknown, place: ErrorContext, mask: SecretMask): HubError {
  const own = findHubError(error);
  if (own) return own;
  const { server } = place;
  const options = { cause: error };
  // Masked before it is cut: half a secret could not be told any more.
  const words = mask.text(error instanceof Error ? error.message : String(error));
  const said = safeLine(withShownAddresses(words), 500);

  const gone = () =>
    place.goneBecause ?? new HubError("not-connected", `"${server}" was disconnected. Connect it again.`, options);

  const garbled = () =>
    new HubError("protocol", `"${server}" did not follow the protocol: ${sentence(said)} See its log.`, options);

  if (place.over) return gone();
  if (error instanceof UnauthorizedError) return statusError(place, 401, options);
  if (place.established && isSessionLost(error))
    // The server refused the request before it looked into it, so nothing was done.
    return new HubError(
      "session-lost",
      `"${server}" no longer knows this session; it was probably restarted. Try again.`,
      { ...options, sent: "no" },
    );
  if (error instanceof SdkHttpError) {
    const known = { ...options, retryAfterMs: waitOf(error) };
    return statusError(place, error.status, known, mask.data(error.data.text));
  }
  if (error instanceof ProtocolError) {
    if (error.code === ProtocolErrorCode.ParseError)
      return new HubError("protocol", `"${server}" could not read what it was sent: ${sentence(said)}`, options);
    if (error.code === ProtocolErrorCode.ResourceNotFound)
      return new HubError("unknown-resource", `"${server}" has no such resource: ${sentence(said)}`, options);
    return new HubError("server-error", `"${server}" answered with an error: ${sentence(said)}`, options);
  }
  if (error instanceof SdkError) {
    switch (error.code) {
      case SdkErrorCode.ConnectionClosed:
      case SdkErrorCode.NotConnected:
        return gone();
      case SdkErrorCode.CapabilityNotSupported:
        return new HubError("protocol", `"${server}" does not offer this: ${sentence(said)}`, options);
      case SdkErrorCode.EraNegotiationFailed:
        if (place.goneBecause) return place.goneBecause;
        return new HubError(
          "protocol",
          `"${server}" and the hub agreed on no revision of the protocol: ${sentence(said)} Set "protocol" to "auto" in the settings, or update the server.`,
          options,
        );
      case SdkErrorCode.RequestTimeout:
        return new HubError(
          "timeout",
          `"${server}" did not answer in time. Try again, or restart the server.`,
          options,
        );
      case SdkErrorCode.ListPaginationExceeded:
        return new HubError(
          "protocol",
          `"${server}" lists more pages than can be read. Report it to its author.`,
          options,
        );
    }
  }
  return garbled();
}

/**
 * Whether a request failed because the server forgot the session. The specification says 404; servers built on the SDK's own example
 * say 400 and name the session.
 */
export function isSessionLost(error: unknown): boolean {
  if (!(error instanceof SdkHttpError)) return false;
  return error.status === 404 || (error.status === 400 && /session/i.test(String(error.data.text)));
}

/** Whether nothing that this line sends is let in any more, until someone signs in; unlike a single request that wants more rights. */
export const isSignedOut = ({ code, cause }: HubError): boolean =>
  code === "needs-auth" &&
  (cause instanceof UnauthorizedError || (cause instanceof SdkHttpError && cause.status === 401));

/** A failure that the hub's own code put into words already, wherever the SDK carried it. */
function findHubError(error: unknown): HubError | undefined {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 8; inner = inner.cause, depth++) {
    if (inner instanceof HubError) return inner;
    if (inner instanceof ProtocolError && inner.data instanceof HubError) return inner.data;
  }
  return undefined;
}

const sentence = (words: string): string => (/[.!?…]$/.test(words) ? words : `${words}.`);
