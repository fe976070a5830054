import type { Transport } from "@modelcontextprotocol/client";
import type { Authorization } from "../../core/auth/authorization";
import type { HttpPlan } from "../../core/config/plan/launchPlan";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { percentDecoded } from "../../core/kernel/percentDecoded";
import { AuthorizedClient } from "./authorizedClient";
import { observed } from "./client/httpClient";
import type { Network } from "./client/network";
import { isAbsent, networkError } from "./client/networkError";
import { shownAddress } from "./client/shownAddress";
import type { HttpParts } from "./httpParts";
import { HttpSse } from "./httpSse";
import { StreamableHttp } from "./streamableHttp";

/** What a line over HTTP learns from its requests. */
export interface HttpWatcher {
  /** A request got no answer; `absent`: because nobody is there any more. */
  failed(error: HubError, absent: boolean): void;
  /** The server sent more in one message than is read: nothing else that it sends is worth waiting for. */
  readonly flooded: (error: HubError) => void;
  /** The largest message that the server may send, in bytes; 256 MB where it is missing. */
  readonly messageLimit?: number | undefined;
}

/** The transport for a plan: Streamable HTTP, or HTTP+SSE for `sse`. */
export function httpTransport(
  plan: HttpPlan,
  watcher: HttpWatcher,
  clock: Clock,
  network: Network,
  authorization?: Authorization,
): Transport {
  const { url, headers } = credentialsInHeader(plan);
  const client = observed(network.client(plan, url));
  const where = { server: plan.server, address: shownAddress(url) };
  const parts: HttpParts = {
    server: plan.server,
    url,
    headers,
    clock,
    client: authorization ? new AuthorizedClient(client, authorization) : client,
    failed(error) {
      if (error instanceof HubError) return error; // what authorization has put into words
      const failure = networkError(where, error);
      watcher.failed(failure, isAbsent(error));
      return failure;
    },
    flooded: watcher.flooded,
    messageLimit: watcher.messageLimit,
  };
  return plan.kind === "sse" ? new HttpSse(parts) : new StreamableHttp(parts);
}

/** `https://name:password@host` means basic authentication (RFC 7617). */
function credentialsInHeader({ url: address, headers: written }: HttpPlan) {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(written)) headers[name.toLowerCase()] = value;
  const url = new URL(address);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  if (username === "" && password === "") return { url, headers };
  const pair = Buffer.from(`${percentDecoded(username)}:${percentDecoded(password)}`);
  return { url, headers: { authorization: `Basic ${pair.toString("base64")}`, ...headers } };
}
