import { HubError } from "../../../core/kernel/hubError";
import { safeLine } from "../../../core/kernel/redact";
import { withShownAddresses } from "./shownAddress";

interface Where {
  readonly server: string;
  readonly address: string;
}

/** Codes that say that nobody is there: whoever was connected no longer is. */
const absent = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"]);

/** Whether a failed request means that the server is gone, and not merely that this request failed. */
export const isAbsent = (error: unknown): boolean => absent.has(codeOf(error));

/** A request that got no answer, in words. `error` is what `fetch` rejected with. */
export function networkError({ server, address }: Where, error: unknown): HubError {
  const code = codeOf(error);
  const say = (cause: string, way: string) =>
    new HubError("transport", `"${server}" cannot be reached: ${cause}. ${way}`, {
      cause: error,
      ...(absent.has(code) && { sent: "no" as const }),
    });
  const { host, hostname } = new URL(address);

  if (code === "ECONNREFUSED")
    return say(`nothing listens at ${host}`, `Start the server, or correct "url" in the settings.`);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return say(`the name ${hostname} was not found`, `Check the network, or correct "url" in the settings.`);
  if (/^(EHOST|ENET)/.test(code)) return say(`there is no way to ${hostname}`, "Check the network, or the VPN.");
  if (/TIMEDOUT|TIMEOUT/.test(code)) return say(`${host} does not answer`, "Check the network, then try again.");
  if (code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET")
    return say(`${host} closed the connection`, "Try again; if it stays so, restart the server.");
  if (/CERT|SSL|TLS|SIGNATURE|SELF_SIGNED/.test(code))
    return say(
      `the certificate of ${hostname} is not trusted (${code})`,
      "Add your organization's certificate to the system, or correct the server's.",
    );
  return say(safeLine(withShownAddresses(deepest(error).message), 300), `Check the network and "url" in the settings.`);
}

/** Node wraps: `fetch failed` holds the reason in `cause`, and that one may hold several tries in `errors`. */
function deepest(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return deepest(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return deepest(error.cause);
  return error instanceof Error ? error : new Error(String(error));
}

function codeOf(error: unknown): string {
  const inner = deepest(error);
  return "code" in inner && typeof inner.code === "string" ? inner.code : "";
}
