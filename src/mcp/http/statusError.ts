import { type ErrorFacts, HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { inWords } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";
import { displayedAddress } from "./client/displayedAddress";
import { serverWords } from "./serverWords";

interface Target {
  readonly server: string;
  readonly address?: string | undefined;
}

interface StatusFacts extends ErrorOptions, Pick<ErrorFacts, "retryAfterMs"> {
  /** Where a redirect leads. */
  readonly location?: string | undefined;
}

/**
 * An HTTP status other than success as a `HubError`. `body` is the body of the response; untrusted. A wait that the server asked for
 * (`retryAfterMs`) counts for 429 and 503.
 */
export function statusError(
  { server, address }: Target,
  status: number,
  { retryAfterMs, location, ...options }: StatusFacts = {},
  body?: unknown,
): HubError {
  const at = address ? ` at ${address}` : "";
  const words = typeof body === "string" ? serverWords(body, 200) : "";
  const detail = words === "" ? "" : `: ${words}`;
  // A gateway says that the server behind it is away (RFC 9110, section 15.6).
  const outage = status >= 502 && status <= 504 ? ({ outage: true } as const) : undefined;
  const transport = (text: string) => new HubError("transport", text, { ...options, ...outage });

  if (status === 401)
    return new HubError(
      "needs-auth",
      message(
        "http.unauthorized",
        '"{server}"{at} requires a sign-in (HTTP 401){detail}. Check its credential, "auth" or "headers" in the settings; "MCP Hub: Set Secret" stores a new value.',
        { server, at, detail },
      ),
      options,
    );
  if (status === 403)
    return new HubError(
      "forbidden",
      message(
        "http.forbidden",
        '"{server}"{at} refused access (HTTP 403){detail}. Check "url", and that the credential in "auth" or "headers" may use this server.',
        { server, at, detail },
      ),
      options,
    );
  if (status === 404 || status === 405 || status === 410)
    return transport(
      message(
        "http.notFound",
        '"{server}"{at} has no MCP endpoint (HTTP {status}){detail}. Correct "url" in the settings.',
        {
          server,
          at,
          status,
          detail,
        },
      ),
    );
  const retry =
    retryAfterMs === undefined
      ? message("http.retryLater", "Try again later.")
      : message("http.retryIn", "Try again in {wait}.", { wait: inWords(retryAfterMs) });
  if (status === 429)
    return new HubError(
      "rate-limited",
      message("http.tooManyRequests", '"{server}"{at} asks for fewer requests (HTTP 429){detail}. {retry}', {
        server,
        at,
        detail,
        retry,
      }),
      {
        ...options,
        retryAfterMs,
        sent: "no", // refused before it was processed
      },
    );
  // Without a wait it is a failure like any other (RFC 9110, section 15.6.4).
  if (status === 503 && retryAfterMs !== undefined)
    return new HubError(
      "rate-limited",
      message("http.unavailable", '"{server}"{at} is not available for now (HTTP 503){detail}. {retry}', {
        server,
        at,
        detail,
        retry,
      }),
      { ...options, retryAfterMs },
    );
  if (status >= 500)
    return transport(
      message(
        "http.serverFailed",
        '"{server}"{at} failed (HTTP {status}){detail}. Try again later; if that does not help, ask the operator of the server.',
        { server, at, status, detail },
      ),
    );
  if (status >= 300 && status < 400 && location !== undefined)
    return transport(
      message(
        "http.redirectedTo",
        '"{server}"{at} redirects to another address (HTTP {status}): {location}. If that is the server, write it into "url" in the settings.',
        { server, at, status, location: safeLine(displayedAddress(whole(location, address)), 300) },
      ),
    );
  if (status >= 300 && status < 400)
    return transport(
      message(
        "http.redirected",
        '"{server}"{at} redirects to another address (HTTP {status}){detail}. Write the new address into "url" in the settings.',
        { server, at, status, detail },
      ),
    );
  return transport(
    message(
      "http.refused",
      '"{server}"{at} refused the request (HTTP {status}){detail}. Check "url" and "headers" in the settings.',
      { server, at, status, detail },
    ),
  );
}

/** A request that a server refused while it answers others: its address is right, and this request is what it refuses. */
export function requestRefused({ server, address }: Target, status: number, body: string): string {
  const at = address ? ` at ${address}` : "";
  const words = serverWords(body, 200);
  return message(
    "http.requestRefused",
    '"{server}"{at} refused this request (HTTP {status}){detail}. It answers other requests: correct what this one asks for.',
    { server, at, status, detail: words === "" ? "" : `: ${words}` },
  );
}

/** A redirect may name only the path. */
const whole = (location: string, from: string | undefined): string | URL =>
  !URL.canParse(location) && URL.canParse(location, from) ? new URL(location, from) : location;
