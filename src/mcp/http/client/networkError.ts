import { HubError } from "../../../core/kernel/hubError";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import { withDisplayedAddresses } from "./displayedAddress";
import { tlsProblem } from "./tlsProblem";

interface Target {
  readonly server: string;
  readonly address: string;
}

/** Error codes of a server that is not there: a connected one no longer is. */
const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"]);

/** Whether a failed request means that the server is gone, and not merely that this request failed. */
export const isUnreachable = (error: unknown): boolean => unreachable.has(codeOf(error));

/** A request without a response as a `HubError`. `error` is what `fetch` rejected with. */
export function networkError({ server, address }: Target, error: unknown): HubError {
  const code = codeOf(error);
  return new HubError("transport", textOf(server, new URL(address), code, error), {
    cause: error,
    ...(unreachable.has(code) && { sent: "no" as const, outage: true as const }),
  });
}

function textOf(server: string, { host, hostname }: URL, code: string, error: unknown): string {
  if (code === "ECONNREFUSED")
    return message(
      "network.refused",
      '"{server}" cannot be reached: nothing listens at {host}. Start the server, or correct "url" in the settings.',
      { server, host },
    );
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return message(
      "network.nameNotFound",
      '"{server}" cannot be reached: the name {hostname} was not found. Check the network, or correct "url" in the settings.',
      { server, hostname },
    );
  if (/^(EHOST|ENET)/.test(code))
    return message(
      "network.noRoute",
      '"{server}" cannot be reached: there is no route to {hostname}. Check the network, or the VPN.',
      { server, hostname },
    );
  if (/TIMEDOUT|TIMEOUT/.test(code))
    return message(
      "network.timeout",
      '"{server}" cannot be reached: {host} does not answer. Check the network, then try again.',
      { server, host },
    );
  if (code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET")
    return message(
      "network.closed",
      '"{server}" cannot be reached: {host} closed the connection. Try again; if that does not help, restart the server.',
      { server, host },
    );
  const inner = deepest(error);
  const tls = tlsProblem(server, host, code, inner.message);
  if (tls !== undefined) return tls;
  if (code.startsWith("HPE_"))
    return message(
      "network.notHttp",
      '"{server}" cannot be reached: what answers at {host} does not speak HTTP. Correct "url" in the settings.',
      { server, host },
    );
  return message(
    "network.failed",
    '"{server}" cannot be reached: {cause}. Check the network and "url" in the settings.',
    {
      server,
      cause: safeLine(withDisplayedAddresses(inner.message), 300),
    },
  );
}

/** The innermost error: `fetch failed` holds the reason in `cause`, which may hold several attempts in `errors`. */
function deepest(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return deepest(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return deepest(error.cause);
  return error instanceof Error ? error : new Error(String(error));
}

function codeOf(error: unknown): string {
  const inner = deepest(error);
  return "code" in inner && typeof inner.code === "string" ? inner.code : "";
}
