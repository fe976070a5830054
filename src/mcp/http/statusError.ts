import { HubError } from "../../core/hubError";
import { safeLine } from "../../core/redact";

interface Where {
  readonly server: string;
  readonly address?: string | undefined;
}

/** An HTTP status that is no success, in words. `body` is what the server said with it; untrusted. */
export function statusError(
  { server, address }: Where,
  status: number,
  options?: ErrorOptions,
  body?: unknown,
): HubError {
  const at = address ? ` at ${address}` : "";
  const said = typeof body === "string" && body !== "" && !/^\s*</.test(body) ? `: ${safeLine(body, 200)}` : "";
  const transport = (what: string, way: string) =>
    new HubError("transport", `"${server}"${at} ${what} (HTTP ${status})${said}. ${way}`, options);

  if (status === 401)
    return new HubError(
      "needs-auth",
      `"${server}"${at} wants a sign-in (HTTP 401). Add its credential to "headers" in the settings.`,
      options,
    );
  if (status === 403)
    return new HubError(
      "needs-auth",
      `"${server}"${at} refused access (HTTP 403). Check that the credential in "headers" may use this server.`,
      options,
    );
  if (status === 404 || status === 405 || status === 410)
    return transport("has no MCP endpoint", `Correct "url" in the settings.`);
  if (status === 429)
    return new HubError(
      "rate-limited",
      `"${server}"${at} asks for fewer requests (HTTP 429)${said}. Try again later.`,
      {
        ...options,
        sent: "no", // refused at the door
      },
    );
  if (status >= 500) return transport("failed", "Try again later; if it stays so, ask whoever runs the server.");
  if (status >= 300 && status < 400)
    return transport("sends elsewhere", `Write the new address into "url" in the settings.`);
  return transport("refused the request", `Check "url" and "headers" in the settings.`);
}
