import {
  InsecureTokenEndpointError,
  IssuerMismatchError,
  OAuthError,
  RegistrationRejectedError,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { displayedAddress, withDisplayedAddresses } from "../http/client/displayedAddress";
import { serverWords } from "../http/serverWords";
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

/** The sign-in service did not renew the tokens. `detail`: what it says; `secrets`: what it was sent, and may have repeated. */
export const notRenewed = (server: string, detail: string, secrets: readonly string[]): HubError =>
  signInNeeded(
    server,
    message("signIn.notRenewed", "its sign-in service did not renew the last one: {detail}", {
      detail: secretMask(secrets).text(detail),
    }),
  );

/** The server wants a credential, and offers no way to sign in. `words`: what it says, without a full stop. */
export const noSignInOffered = (server: string, status: number, words: string): HubError =>
  new HubError(
    "forbidden",
    words === ""
      ? message(
          "signIn.notOffered",
          '"{server}" refused access (HTTP {status}), and offers no sign-in. Write its credential into "headers" or "auth" in the settings.',
          { server, status },
        )
      : message(
          "signIn.notOfferedWords",
          '"{server}" refused access (HTTP {status}): {words}. It offers no sign-in: write its credential into "headers" or "auth" in the settings.',
          { server, status, words },
        ),
    { cause: new UnauthorizedError(), sent: "no" },
  );

/** The person has to grant more for one request; `scope` is empty where the server names none. */
export const moreRights = (server: string, scope: string, cause: Error): HubError =>
  new HubError(
    "needs-auth",
    scope
      ? message(
          "signIn.moreRights",
          '"{server}" requires more rights for this: {scope}. Run "MCP Hub: Sign In" to give them, then try again.',
          { server, scope },
        )
      : message(
          "signIn.moreRightsUnnamed",
          '"{server}" requires more rights for this, without naming them. Run "MCP Hub: Sign In" to give them, then try again.',
          { server },
        ),
    { cause, sent: "no" },
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

/** The sign-in service fails for now: that is about itself, and may be gone a moment later. `detail` has no full stop. */
export const serviceFailed = (server: string, detail: string): HubError =>
  new HubError(
    "transport",
    message("signIn.serviceFailed", 'The sign-in service of "{server}" failed: {detail}. Try again later.', {
      server,
      detail,
    }),
    { sent: "no" },
  );

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
    return signInFailed(
      server,
      message("signIn.refused", "the sign-in service refused it: {detail}", { detail: described(error) }),
      error,
    );
  }
  // The content of an answer with a wrong issuer comes from an attacker, and is not repeated (RFC 9207, section 4).
  if (error instanceof IssuerMismatchError)
    return signInFailed(
      server,
      message("signIn.wrongIssuer", "the answer came from a different sign-in service than the one that was asked"),
      error,
    );
  if (error instanceof RegistrationRejectedError) {
    const { status } = error;
    const reason = serverWords(error.body);
    return signInFailed(
      server,
      reason === ""
        ? message(
            "signIn.registrationRejected",
            'the sign-in service did not register the hub (HTTP {status}). Write a "clientId" of your own into "auth"',
            { status },
          )
        : message(
            "signIn.registrationRefused",
            'the sign-in service did not register the hub: {reason} (HTTP {status}). Write a "clientId" of your own into "auth"',
            { reason, status },
          ),
      error,
    );
  }
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
export const described = ({ message: text, code }: OAuthError): string =>
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
