import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { Refusal } from "./gatewayClient";

export const noToken = (): Refusal => ({
  status: 401,
  message: message(
    "gateway.noToken",
    'The hub needs a token. Send it as "Authorization: Bearer TOKEN" or "X-API-Key: TOKEN". "mcp-client-hub serve" prints the file that holds it.',
  ),
});

export const unknownToken = (): Refusal => ({
  status: 401,
  message: message(
    "gateway.unknownToken",
    'The hub does not know this token: it may have been revoked or replaced. Read the token file of "mcp-client-hub serve" again.',
  ),
});

export const expiredToken = (name: string, at: number): Refusal => ({
  status: 401,
  message: message(
    "gateway.expiredToken",
    'The token of "{name}" expired at {time}. Ask the person who runs the hub for a new one.',
    { name, time: new Date(at).toISOString() },
  ),
});

export const profileGone = (profile: string): Refusal => ({
  status: 403,
  message: message(
    "gateway.profileGone",
    'This token is for the profile "{profile}", which "mcpHub.profiles" no longer has. Write the profile again, or use another token.',
    { profile: safeLine(profile, 100) },
  ),
});

/** `reason` ends the sentence before the colon. */
export const badJwt = (reason: string): Refusal => ({
  status: 401,
  message: message("gateway.badJwt", "The token is not accepted: {reason}. Get a new one from its issuer.", {
    reason: safeLine(reason),
  }),
});

export const noScopeInJwt = (): Refusal => ({
  status: 403,
  message: message(
    "gateway.noScopeInJwt",
    'The token names nothing of this hub. Its "scope", "scp" or "roles" must hold "server:NAME", "tool:SERVER/TOOL", "profile:NAME" or "read-only".',
  ),
});

export const keysMissing = (): Refusal => ({
  status: 503,
  message: message(
    "gateway.keysMissing",
    "The token cannot be checked now, because the keys of its issuer cannot be read. Try again in a few seconds; the hub's log says why.",
  ),
  retryAfterSeconds: 5,
});
