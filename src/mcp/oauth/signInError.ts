import {
  InsecureTokenEndpointError,
  IssuerMismatchError,
  OAuthError,
  OAuthErrorCode,
  RegistrationRejectedError,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { displayedAddress, withDisplayedAddresses } from "../http/client/displayedAddress";
import { secretMask } from "../wire/secretMask";

/** The server requires a sign-in that only the person can give. `reason` has no full stop. */
export const signInNeeded = (server: string, reason: string): HubError =>
  new HubError(
    "needs-auth",
    message("signIn.needed", '"{server}" needs a sign-in: {reason}. Run "MCP Hub: Sign In".', { server, reason }),
    {
      cause: new UnauthorizedError(),
      sent: "no", // refused before it was processed
    },
  );

/** The beginning of "… was cancelled." for a sign-in. */
export const signingIn = (server: string): string =>
  message("signIn.signingIn", 'Signing in to "{server}"', { server });

/** The texts of failed sign-ins for the Sign-in Doctor, which does not refer to itself. */
const doctorTexts = new WeakMap<HubError, string>();

/** The text of an error in the Sign-in Doctor. */
export const doctorText = (error: HubError): string => doctorTexts.get(error) ?? error.message;

/** A sign-in that cannot succeed as things are. `problem` has no full stop. */
export function signInFailed(server: string, problem: string, cause?: unknown): HubError {
  const text = message(
    "signIn.failed",
    'Signing in to "{server}" failed: {problem}. "MCP Hub: Sign-in Doctor" shows each step.',
    { server, problem },
  );
  const error = new HubError("needs-auth", text, { cause: cause ?? new UnauthorizedError(), sent: "no" });
  doctorTexts.set(
    error,
    message("signIn.failedInDoctor", 'Signing in to "{server}" failed: {problem}.', { server, problem }),
  );
  return error;
}

/** The metadata could not be read for now: that is not the same as missing metadata. */
export const metadataUnavailable = (server: string, address: string | URL, status: number): HubError =>
  new HubError(
    "transport",
    message(
      "signIn.metadataUnavailable",
      'The sign-in information of "{server}" could not be read: {address} failed (HTTP {status}). Try again later.',
      { server, address: displayedAddress(address), status },
    ),
    { sent: "no" },
  );

/** Errors of an authorization server that are about itself, and may be gone a moment later. */
const transient: ReadonlySet<string> = new Set([
  OAuthErrorCode.ServerError,
  OAuthErrorCode.TemporarilyUnavailable,
  OAuthErrorCode.TooManyRequests,
]);

/**
 * A failure on the way to a token as a `HubError`: `transport` where it is transient, else `needs-auth`. `secrets`: what the other side was
 * sent, and may have repeated.
 */
export function toSignInError(server: string, error: unknown, secrets: readonly string[] = []): HubError {
  const translated = translate(server, error);
  const mask = secretMask(secrets);
  const masked = mask.error(translated);
  if (masked !== translated) doctorTexts.set(masked, mask.text(doctorText(translated)));
  return masked;
}

function translate(server: string, error: unknown): HubError {
  if (error instanceof HubError) return error;
  if (error instanceof OAuthError) {
    const detail = described(error);
    if (transient.has(error.code))
      return new HubError(
        "transport",
        message("signIn.serviceFailed", 'The sign-in service of "{server}" failed: {detail}. Try again later.', {
          server,
          detail,
        }),
        { cause: error, sent: "no" },
      );
    return signInFailed(
      server,
      message("signIn.refused", "the sign-in service refused it: {detail}", { detail }),
      error,
    );
  }
  // The content of an answer with a wrong issuer comes from an attacker, and is not repeated (RFC 9207, section 4).
  if (error instanceof IssuerMismatchError)
    return signInFailed(
      server,
      message("signIn.wrongIssuer", "the answer came from another sign-in service than the one that was asked"),
      error,
    );
  if (error instanceof RegistrationRejectedError)
    return signInFailed(
      server,
      message(
        "signIn.registrationRejected",
        'the sign-in service did not register the hub (HTTP {status}). Write a "clientId" of your own into "auth"',
        { status: error.status },
      ),
      error,
    );
  if (error instanceof InsecureTokenEndpointError)
    return signInFailed(
      server,
      message(
        "signIn.insecureEndpoint",
        "the token endpoint of the sign-in service is not encrypted (http instead of https)",
      ),
      error,
    );
  return signInFailed(server, line(error instanceof Error ? error.message : String(error)), error);
}

/** The error of an authorization server as one line; untrusted. */
const described = ({ message: text, code }: OAuthError): string =>
  line(text && text !== code ? `${text} (${code})` : code);

const line = (text: string): string => safeLine(withDisplayedAddresses(text), 300).replace(/\.$/, "");

/** The step that a sign-in has reached, by the names of the Sign-in Doctor's steps. */
export type SignInStep = "Metadata" | "Registration" | "Authorization" | "Token";

/** How a sign-in failed. Holds no secret. */
export interface SignInFailure {
  readonly step: SignInStep;
  /** What happened; whole sentences. */
  readonly text: string;
}
