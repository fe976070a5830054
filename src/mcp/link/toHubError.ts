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
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { message } from "../../protocol/message";
import { withDisplayedAddresses } from "../http/client/displayedAddress";
import { locationOf, retryAfterOf } from "../http/httpRefusal";
import { messagesInText, speaksOfSession } from "../http/responseMessages";
import { statusError } from "../http/statusError";
import { disconnected } from "../wire/linkErrors";
import { type SecretMask, secretMask } from "../wire/secretMask";

/** Where a failure happened: for the message, and for what the link knows better than the SDK. */
export interface ErrorContext {
  readonly server: string;
  /** Only over HTTP: the address as it may be displayed. */
  readonly address?: string | undefined;
  /** Whether the settings name a revision or an era: otherwise advice to change that makes no sense. */
  readonly isPinned?: boolean;
  /** Whether the handshake was done: a 404, which meant a wrong address before, means a lost session now. */
  readonly established?: boolean;
  /** Whether there is a session that a refusal may speak of; assumed where it is missing. */
  readonly hasSession?: boolean;
  /** Whether the link is closed, so that every failure is that one. */
  readonly closed?: boolean;
  /** Why the link is closed; missing where it was closed on purpose. */
  readonly closeReason?: HubError | undefined;
  /** Takes secrets out of messages. */
  readonly mask?: SecretMask;
}

/** One of the SDK's many failures as a `HubError`, without secrets. The original stays as `cause`. */
export function toHubError(error: unknown, context: ErrorContext): HubError {
  const { mask = secretMask() } = context;
  return mask.error(translated(error, context, mask));
}

function translated(error: unknown, context: ErrorContext, mask: SecretMask): HubError {
  const own = findHubError(error);
  if (own) return own;
  const { server } = context;
  const options = { cause: error };
  // Masked before it is cut: half a secret could no longer be recognized.
  const masked = mask.text(error instanceof Error ? error.message : String(error));
  const detail = sentence(safeLine(withDisplayedAddresses(masked), 500));
  const failure = (code: HubErrorCode, text: string) => new HubError(code, text, options);
  const closed = () => context.closeReason ?? disconnected(server, options);

  if (context.closed) return closed();
  if (error instanceof UnauthorizedError) return statusError(context, 401, options);
  if (context.established && context.hasSession !== false && isSessionLost(error)) return sessionLost(server, error);
  if (error instanceof SdkHttpError) {
    const known = { ...options, retryAfterMs: retryAfterOf(error), location: locationOf(error) };
    return statusError(context, error.status, known, mask.data(wordsIn(error.data.text)));
  }
  if (error instanceof ProtocolError) {
    if (error.code === ProtocolErrorCode.ParseError)
      return failure(
        "protocol",
        message("link.parseError", '"{server}" could not read the message: {detail}', { server, detail }),
      );
    if (error.code === ProtocolErrorCode.ResourceNotFound)
      return failure(
        "unknown-resource",
        message("link.unknownResource", '"{server}" has no such resource: {detail}', { server, detail }),
      );
    return failure(
      "server-error",
      message("link.serverError", '"{server}" answered with an error: {detail}', { server, detail }),
    );
  }
  if (error instanceof SdkError) {
    switch (error.code) {
      case SdkErrorCode.ConnectionClosed:
      case SdkErrorCode.NotConnected:
        return closed();
      case SdkErrorCode.CapabilityNotSupported:
        return failure(
          "protocol",
          message("link.notSupported", '"{server}" does not offer this: {detail}', { server, detail }),
        );
      case SdkErrorCode.EraNegotiationFailed:
        if (context.closeReason) return context.closeReason;
        return failure("protocol", noCommonRevision(context, detail));
      case SdkErrorCode.ClientHttpUnexpectedContent:
        return failure("protocol", notMcp(context, detail, String(Object(error.data).contentType)));
      case SdkErrorCode.RequestTimeout:
        return failure(
          "timeout",
          message("link.timeout", '"{server}" did not answer in time. Try again, or restart the server.', { server }),
        );
      case SdkErrorCode.ListPaginationExceeded:
        return failure(
          "protocol",
          message("link.tooManyPages", '"{server}" lists more pages than can be read. Report it to its author.', {
            server,
          }),
        );
    }
  }
  return failure(
    "protocol",
    message("link.protocolError", '"{server}" did not follow the protocol: {detail} See its log.', { server, detail }),
  );
}

/** The server refused the request before it looked into it, so nothing was done. */
export const sessionLost = (server: string, cause: unknown): HubError =>
  new HubError(
    "session-lost",
    message("link.sessionLost", '"{server}" no longer knows this session; it was probably restarted. Try again.', {
      server,
    }),
    { cause, sent: "no" },
  );

/** The server's own words in the body of a refusal: those of its JSON-RPC error, where it is one. */
function wordsIn(body: unknown): unknown {
  const [answer] = messagesInText(String(body ?? ""));
  return answer && "error" in answer ? answer.error.message : body;
}

/**
 * Whether a request failed because the server forgot the session. The specification says 404; servers built on the SDK's own example
 * say 400 and name the session.
 */
export function isSessionLost(error: unknown): boolean {
  if (!(error instanceof SdkHttpError)) return false;
  return error.status === 404 || (error.status === 400 && speaksOfSession(error.data.text));
}

/** Whether the server lets nothing of this link in until the person signs in; a request that needs more rights is not that. */
export const isSignedOut = ({ code, cause }: HubError): boolean =>
  (code === "needs-auth" || code === "forbidden") &&
  (cause instanceof UnauthorizedError || (cause instanceof SdkHttpError && cause.status === 401));

/** The `HubError` of the hub's own code inside a failure, wherever the SDK put it. */
function findHubError(error: unknown): HubError | undefined {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 8; inner = inner.cause, depth++) {
    if (inner instanceof HubError) return inner;
    if (inner instanceof ProtocolError && inner.data instanceof HubError) return inner.data;
  }
  return undefined;
}

const noCommonRevision = ({ server, isPinned }: ErrorContext, detail: string): string =>
  isPinned
    ? message(
        "link.noCommonRevision",
        '"{server}" and the hub have no protocol revision in common: {detail} Set "protocol" to "auto" in the settings, or update the server.',
        { server, detail },
      )
    : message(
        "link.noRevision",
        '"{server}" and the hub could not agree on a protocol revision: {detail} Update the server, or ask its author.',
        { server, detail },
      );

/** What answered is not an MCP server, or the address leads past it: a web page is the usual case. */
function notMcp({ server, address }: ErrorContext, detail: string, contentType: string): string {
  const at = address ? ` at ${address}` : "";
  return /\bhtml\b/i.test(contentType)
    ? message(
        "link.webPage",
        '"{server}"{at} answered with a web page (HTML) and not with MCP. Correct "url" in the settings: the address of an MCP server often ends in /mcp or /sse.',
        { server, at },
      )
    : message(
        "link.notMcp",
        '"{server}"{at} answered with something other than MCP: {detail} Correct "url" in the settings.',
        { server, at, detail },
      );
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
