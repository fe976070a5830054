import { type ErrorFacts, HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { inWords } from "../../core/kernel/timeLimit";

interface Where {
  readonly server: string;
  readonly address?: string | undefined;
}

/**
 * An HTTP status that is no success, in words. `body` is what the server said with it; untrusted. A wait that the server asked for
 * (`retryAfterMs`) counts for 429 and 503.
 */
export function statusError(
  { server, address }: Where,
  status: number,
  { retryAfterMs, ...options }: ErrorOptions & Pick<ErrorFacts, "retryAfterMs"> = {},
  body?: unknown,
): HubError {
  const at = address ? ` at ${address}` : "";
  const said = typeof body === "string" && body !== "" && !/^\s*</.test(body) ? `: ${safeLine(body, 200)}` : "";
  const transport = (what: string, way: string) =>
    new HubError("transport", `"${server}"${at} ${what} (HTTP ${status})${said}. ${way}`, options);

  if (status === 401)
    return new HubError(
      "needs-auth",
      `"${server}"${at} wants a sign-in (HTTP 401). Check its credential, "auth" or "headers" in the settings; "MCP Hub: Set Secret" stores a new value.`,
      options,
    );
  if (status === 403)
    return new HubError(
      "needs-auth",
      `"${server}"${at} refused access (HTTP 403). Check that the credential in "auth" or "headers" may use this server.`,
      options,
    );
  if (status === 404 || status === 405 || status === 410)
    return transport("has no MCP endpoint", `Correct "url" in the settings.`);
  const later = retryAfterMs === undefined ? "Try again later." : `Try again in ${inWords(retryAfterMs)}.`;
  if (status === 429)
    return new HubError("rate-limited", `"${server}"${at} asks for fewer requests (HTTP 429)${said}. ${later}`, {
      ...options,
      retryAfterMs,
      sent: "no", // refused at the door
    });
  // Without a wait it is a failure like any other (RFC 9110, section 15.6.4).
  if (status === 503 && retryAfterMs !== undefined)
    return new HubError("rate-limited", `"${server}"${at} asks to be left alone for now (HTTP 503)${said}. ${later}`, {
      ...options,
      retryAfterMs,
    });
  if (status >= 500) return transport("failed", "Try again later; if it stays so, ask whoever runs the server.");
  if (status >= 300 && status < 400)
    return transport("sends elsewhere", `Write the new address into "url" in the settings.`);
  return transport("refused the request", `Check "url" and "headers" in the settings.`);
}
