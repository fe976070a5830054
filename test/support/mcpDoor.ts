import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ComposedHub } from "../../src/composedHub";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { type Clock, systemClock } from "../../src/core/kernel/clock";
import type { StateStore } from "../../src/core/kernel/ports";
import { uniqueId } from "../../src/core/kernel/uniqueId";
import type { GatewayClient } from "../../src/gateway/access/gatewayClient";
import type { Exchange } from "../../src/gateway/http/exchange";
import { McpEndpoint } from "../../src/gateway/mcp/mcpEndpoint";
import { hubSource } from "../../src/gateway/mcp/view/hubSource";
import type { Scope } from "../../src/protocol/scope";

/** The MCP endpoint over plain HTTP on loopback: the header `x-client` names the client, which may use what `scopes` says of it. */
export interface McpDoor {
  readonly url: string;
  readonly endpoint: McpEndpoint;
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly scopes?: Readonly<Record<string, readonly Scope[]>>;
  readonly profiles?: Readonly<Record<string, Scope>>;
  readonly limits?: Partial<GatewayClient["limits"]>;
  readonly options?: () => Options;
  readonly workspace?: () => string | undefined;
  readonly report?: (error: unknown) => void;
  /** Where sessions outlive the endpoint. */
  readonly keptSessions?: StateStore;
  /** The clock of the endpoint alone. */
  readonly clock?: Clock;
}

const limits = { concurrent: 1000, perMinute: 1_000_000, sessions: 100, bodyBytes: 32 * 1024 * 1024 };

export async function openMcpDoor(composed: ComposedHub, given: DoorOptions = {}): Promise<McpDoor> {
  const { hub, requests, stream, pins, grants } = composed;
  const endpoint = new McpEndpoint({
    hub,
    requests,
    stream,
    source: hubSource({
      hub,
      stream,
      options: given.options ?? (() => defaultOptions),
      pins,
      trusts: (server) => grants.trusts(server),
    }),
    clock: given.clock ?? systemClock,
    report: given.report ?? ((error) => console.error(error)),
    version: "1.0.0",
    profiles: () => given.profiles ?? {},
    ...(given.workspace && { workspace: given.workspace }),
    ...(given.keptSessions && { keptSessions: { state: given.keptSessions, read: composed.read } }),
  });
  const all: readonly Scope[] = [];
  const clientOf = (id: string): GatewayClient => ({
    id,
    name: id,
    scopes: given.scopes?.[id] ?? all,
    limits: { ...limits, ...given.limits },
  });
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const gone = new AbortController();
    response.on("close", () => response.writableFinished || gone.abort());
    const exchange: Exchange = {
      request,
      response,
      path: url.pathname.replace(/\/$/, ""),
      query: url.searchParams,
      requestId: uniqueId(),
      signal: gone.signal,
    };
    await endpoint.handle(exchange, clientOf(String(request.headers["x-client"] ?? "one")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    endpoint,
    async close() {
      endpoint.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
