import { SSEClientTransport, type Transport } from "@modelcontextprotocol/client";
import type { Authorization } from "../../core/auth/authorization";
import type { Clock } from "../../core/clock";
import type { HttpPlan } from "../../core/config/launchPlan";
import { HubError } from "../../core/hubError";
import { AuthorizedClient } from "./authorizedClient";
import { authorizedFetch } from "./authorizedFetch";
import { chooseHttpClient } from "./chooseHttpClient";
import { isAbsent, networkError } from "./networkError";
import { NodeHttpClient } from "./nodeHttpClient";
import { shownAddress } from "./shownAddress";
import { StreamableHttp } from "./streamableHttp";
import { tlsFiles } from "./tlsFiles";
import { type FetchWatcher, watchedFetch } from "./watchedFetch";

/** The transport for a plan: Streamable HTTP, or the SDK's HTTP+SSE for `sse`. */
export function httpTransport(
  plan: HttpPlan,
  watcher: FetchWatcher,
  clock: Clock,
  authorization?: Authorization,
): Transport {
  const { url, headers } = credentialsInHeader(plan);
  if (plan.kind === "sse") {
    if (plan.tls)
      throw new HubError("bad-config", `Server "${plan.server}": "tls" is not available over HTTP+SSE. Leave it out.`);
    const plain = watchedFetch(plan, watcher);
    const fetch = authorization ? authorizedFetch(plain, authorization) : plain;
    return new SSEClientTransport(url, { requestInit: { headers }, fetch });
  }
  // Only Node's own HTTP takes files for one server.
  const client = plan.tls ? new NodeHttpClient(process.env, tlsFiles(plan.server, plan.tls)) : chooseHttpClient(url);
  const where = { server: plan.server, address: shownAddress(url) };
  return new StreamableHttp({
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
  });
}

/** `https://name:password@host` means basic authentication (RFC 7617). */
function credentialsInHeader({ url: address, headers }: HttpPlan) {
  const url = new URL(address);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  if (username === "" && password === "") return { url, headers: { ...headers } };
  const pair = Buffer.from(`${decoded(username)}:${decoded(password)}`);
  return { url, headers: { Authorization: `Basic ${pair.toString("base64")}`, ...headers } };
}

/** Percent-decoded; a `%` that begins no code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
