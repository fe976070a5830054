import { HubError } from "../../core/hubError";
import { safeLine } from "../../core/redact";

const causes: Readonly<Record<string, readonly [cause: string, way: string]>> = {
  ECONNREFUSED: ["nothing listens there", 'Start the server, or correct "url" in the settings.'],
  ENOENT: ["there is no such socket", 'Start the server, or correct "url" in the settings.'],
  EACCES: ["this user may not open it", "Check the rights of the socket."],
  ENOTSOCK: ["it is no socket", 'Correct "url" in the settings.'],
  ENOTFOUND: ["its name was not found", 'Check the network, or correct "url" in the settings.'],
  ETIMEDOUT: ["it does not answer", "Check the network, then try again."],
};

/** A connection that did not come about, in words. */
export function socketError(server: string, url: string, error: Error & { readonly code?: string }): HubError {
  const inner = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const code = "code" in inner ? String(inner.code) : "";
  const [cause, way] = causes[code] ?? [safeLine(inner.message, 300), 'Check "url" in the settings.'];
  const at = safeLine(url.replace(/[?#].*$/, ""), 200);
  return new HubError("transport", `"${server}" cannot be reached at ${at}: ${cause}. ${way}`, {
    cause: error,
    sent: "no",
  });
}
