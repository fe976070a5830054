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
import { shownAddress, withShownAddresses } from "../http/client/shownAddress";
import { secretMask } from "../wire/secretMask";

/** The server wants a sign-in that only the person can give. */
export const signInNeeded = (server: string, why: string): HubError =>
  new HubError("needs-auth", `"${server}" needs a sign-in: ${why}. Run "MCP Hub: Sign In".`, {
    cause: new UnauthorizedError(),
    sent: "no", // refused at the door
  });

const seeDoctor = ' "MCP Hub: Sign-in Doctor" shows each step.';

/** What an error says to somebody who looks at the Sign-in Doctor already. */
export const inDoctor = (message: string): string => message.replace(seeDoctor, "");

/** A sign-in that cannot succeed as things are. `what` has no full stop. */
export const signInFailed = (server: string, what: string, cause?: unknown): HubError =>
  new HubError("needs-auth", `Signing in to "${server}" failed: ${what}.${seeDoctor}`, {
    cause: cause ?? new UnauthorizedError(),
    sent: "no",
  });

/** What tells how to sign in could not be read for now: that is not the same as that there is nothing. */
export const metadataAway = (server: string, address: string | URL, status: number): HubError =>
  new HubError(
    "transport",
    `How to sign in to "${server}" could not be read: ${shownAddress(address)} failed (HTTP ${status}). Try again later.`,
    { sent: "no" },
  );

/** Answers of an authorization server that speak of itself and may be others a moment later. */
const passing: ReadonlySet<string> = new Set([
  OAuthErrorCode.ServerError,
  OAuthErrorCode.TemporarilyUnavailable,
  OAuthErrorCode.TooManyRequests,
]);

/**
 * Whatever went wrong on the way to a token, as a `HubError`: `transport` where it may pass, else `needs-auth`. `secrets`: what the other
 * side was sent, and may have repeated.
 */
export const toSignInError = (server: string, error: unknown, secrets: readonly string[] = []): HubError =>
  secretMask(secrets).error(inWords(server, error));

function inWords(server: string, error: unknown): HubError {
  if (error instanceof HubError) return error;
  if (error instanceof OAuthError) {
    const said = described(error);
    if (passing.has(error.code))
      return new HubError("transport", `The sign-in service of "${server}" failed: ${said}. Try again later.`, {
        cause: error,
        sent: "no",
      });
    return signInFailed(server, `the sign-in service refused it: ${said}`, error);
  }
  // What came with a wrong issuer is an attacker's choice of words, and is not repeated (RFC 9207, section 4).
  if (error instanceof IssuerMismatchError)
    return signInFailed(server, "the answer came from another sign-in service than the one that was asked", error);
  if (error instanceof RegistrationRejectedError)
    return signInFailed(
      server,
      `the sign-in service did not register the hub (HTTP ${error.status}). Write a "clientId" of your own into "auth"`,
      error,
    );
  if (error instanceof InsecureTokenEndpointError)
    return signInFailed(server, "the sign-in service's token endpoint is not encrypted (http instead of https)", error);
  return signInFailed(server, words(error), error);
}

/** What an authorization server said; untrusted. */
const described = (error: OAuthError): string =>
  safeLine(
    withShownAddresses(error.message && error.message !== error.code ? `${error.message} (${error.code})` : error.code),
    300,
  ).replace(/\.$/, "");

const words = (error: unknown): string =>
  safeLine(withShownAddresses(error instanceof Error ? error.message : String(error)), 300).replace(/\.$/, "");

/** Where a sign-in stands, by the names of the Sign-in Doctor's steps. */
export type SignInStep = "Metadata" | "Registration" | "Authorization" | "Token";

/** How a sign-in failed. Holds no secret. */
export interface SignInFailure {
  readonly step: SignInStep;
  /** What happened; whole sentences. */
  readonly text: string;
}
