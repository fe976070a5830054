import type { Transport } from "@modelcontextprotocol/client";
import type { Authorization } from "../../core/auth/authorization";
import type { HttpPlan } from "../../core/config/plan/launchPlan";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { percentDecoded } from "../../core/kernel/percentDecoded";
import { AuthorizedClient } from "./authorizedClient";
import { displayedAddress } from "./client/displayedAddress";
import { observed, watchedRefusals } from "./client/httpClient";
import type { Network } from "./client/network";
import { isUnreachable, networkError } from "./client/networkError";
import type { HttpParts } from "./httpParts";
import { HttpSse } from "./httpSse";
import { GatewayClient } from "./loginPage";
import { StreamableHttp } from "./streamableHttp";

/** What a link over HTTP learns from its requests. */
export interface HttpWatcher {
  /** A request got no response; `unreachable`: because the server is gone. */
  failed(error: HubError, unreachable: boolean): void;
  /** The server refused a request for its credentials or its rights; its authorization may have better ones. */
  readonly refused?: (status: 401 | 403) => void;
  /** The server sent more in one message than is read: the rest of what it sends is not read. */
  readonly onTooLarge: (error: HubError) => void;
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
  const seen = observed(network.client(plan, url));
  const client = new GatewayClient(watcher.refused ? watchedRefusals(seen, watcher.refused) : seen, plan.server);
  const target = { server: plan.server, address: displayedAddress(plan.url) };
  const parts: HttpParts = {
    server: plan.server,
    url,
    headers,
    clock,
    client: authorization ? new AuthorizedClient(client, authorization) : client,
    toNetworkError(error) {
      if (error instanceof HubError) return error; // from the authorization
      const failure = networkError(target, error);
      watcher.failed(failure, isUnreachable(error));
      return failure;
    },
    onTooLarge: watcher.onTooLarge,
    messageLimit: watcher.messageLimit,
  };
  return plan.kind === "sse" ? new HttpSse(parts) : new StreamableHttp(parts);
}

/** `https://name:password@host` means basic authentication (RFC 7617). */
function credentialsInHeader({ url: address, headers: configured }: HttpPlan) {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(configured)) headers[name.toLowerCase()] = value;
  const url = new URL(address);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  if (username === "" && password === "") return { url, headers };
  const pair = Buffer.from(`${percentDecoded(username)}:${percentDecoded(password)}`);
  return { url, headers: { authorization: `Basic ${pair.toString("base64")}`, ...headers } };
}
