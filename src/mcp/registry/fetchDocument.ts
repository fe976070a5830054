import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { bodyText } from "../http/client/bodyText";
import { withDisplayedAddresses } from "../http/client/displayedAddress";
import type { HttpResponse } from "../http/client/httpClient";
import type { Network } from "../http/client/network";

/** One answer may take so long, in milliseconds. */
const answerMs = 15_000;

/** The largest answer that is read, in bytes. */
const sizeLimit = 4 * 1024 * 1024;

/** Redirects that are followed, within the same origin. */
const redirectLimit = 3;

/**
 * The JSON at an address of a registry, by the hub's own HTTP: through the person's proxy, with their certificates. `undefined` for 404.
 * It sends nothing but the address. Rejects with a `HubError`; after `signal` with its reason.
 */
export async function fetchDocument(
  address: string,
  network: Network,
  signal: AbortSignal,
  limitMs = answerMs,
): Promise<unknown> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  let at = new URL(address);
  for (let times = 0; ; times++) {
    const answer = await ask(at, network, limit).catch((error: unknown) => {
      if (signal.aborted) throw signal.reason;
      throw error instanceof HubError ? error : unreachable(at, limit.aborted ? limitMs : error);
    });
    if (answer.kind === "json") return answer.value;
    if (answer.kind === "missing") return undefined;
    if (times >= redirectLimit || answer.to.origin !== at.origin) throw refused(at, "redirect");
    at = answer.to;
  }
}

type Answer =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "missing" }
  | { readonly kind: "redirect"; readonly to: URL };

async function ask(url: URL, network: Network, limit: AbortSignal): Promise<Answer> {
  limit.throwIfAborted();
  const client = network.client({ server: url.host }, url);
  const exchange = client.start({ method: "GET", url, headers: { accept: "application/json" } });
  limit.addEventListener("abort", exchange.abort, { once: true });
  try {
    return await read(await exchange.response, url, exchange.abort);
  } finally {
    limit.removeEventListener("abort", exchange.abort);
    client.dispose();
  }
}

async function read(response: HttpResponse, url: URL, abort: () => void): Promise<Answer> {
  const { status } = response;
  let isTooLong = false;
  const text = await bodyText(response, sizeLimit, () => {
    isTooLong = true;
    abort();
  });
  const location = response.header("location");
  if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url.href))
    return { kind: "redirect", to: new URL(location, url) };
  if (status === 404) return { kind: "missing" };
  if (status !== 200) throw refused(url, String(status));
  if (isTooLong) throw refused(url, "size");
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    throw refused(url, "json");
  }
}

function refused({ host }: URL, why: string): HubError {
  switch (why) {
    case "redirect":
      return new HubError(
        "transport",
        message(
          "registry.redirect",
          'The registry at {host} sends the hub to another address. If you trust that one, set "mcpHub.registry" to it.',
          { host },
        ),
      );
    case "size":
      return new HubError(
        "transport",
        message(
          "registry.tooLarge",
          "The registry at {host} answered with more than 4 MB. Search for something narrower.",
          {
            host,
          },
        ),
      );
    case "json":
      return new HubError(
        "protocol",
        message(
          "registry.notJson",
          'What answers at {host} is not an MCP registry: its answer is not JSON. Correct "mcpHub.registry".',
          { host },
        ),
      );
    default:
      return new HubError(
        "transport",
        message("registry.status", "The registry at {host} refused the search (HTTP {status}). Try again later.", {
          host,
          status: why,
        }),
      );
  }
}

function unreachable({ host }: URL, error: unknown): HubError {
  if (typeof error === "number")
    return new HubError(
      "timeout",
      message("registry.timeout", "The registry at {host} did not answer within {seconds} s. Try again later.", {
        host,
        seconds: error / 1000,
      }),
    );
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new HubError(
    "transport",
    message(
      "registry.unreachable",
      'The registry at {host} cannot be reached: {cause}. Check the network and "mcpHub.registry".',
      {
        host,
        cause: safeLine(withDisplayedAddresses(inner instanceof Error ? inner.message : String(inner)), 300),
      },
    ),
    { cause: error },
  );
}
