import { version } from "../package.json";
import type { ComposedHub } from "./composedHub";
import type { Operations } from "./composeOperations";
import type { OpenServices } from "./core/calls/services/serviceDoor";
import type { Options } from "./core/config/schema/settings";
import type { Clock } from "./core/kernel/clock";
import type { Event } from "./core/kernel/emitter";
import type { StateStore } from "./core/kernel/ports";
import { expositionType } from "./core/operations/metrics/exposition";
import { readRange } from "./core/operations/report/report";
import { type Access, defaultClientLimits, type GatewayClient, type Refusal } from "./gateway/access/gatewayClient";
import { RunningRequests } from "./gateway/access/runningRequests";
import type { Exchange } from "./gateway/http/exchange";
import { type Gateway, type RefusedBecause, startGateway } from "./gateway/http/gatewayServer";
import type { ListenOptions } from "./gateway/http/listenOptions";
import { type LocalSocket, listenLocally } from "./gateway/http/localSocket";
import { McpEndpoint } from "./gateway/mcp/mcpEndpoint";
import { hubSource } from "./gateway/mcp/view/hubSource";
import { restApi } from "./gateway/rest/restApi";
import { restPath } from "./gateway/rest/restPath";
import type { Scope } from "./protocol/scope";

/** What the gateway asks of the program around it, beside the hub. */
export interface RoutePorts {
  readonly composed: ComposedHub;
  readonly options: () => Options;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** The workspace that the servers work in, as clients are told; missing: none. */
  readonly workspace?: () => string | undefined;
  /** How the hub does, for `GET /metrics` and `GET /report`; without it, they are not served. */
  readonly operations?: Pick<Operations, "metrics" | "report">;
  /** The typed services, for `/services`; without them, they are not served. */
  readonly services?: OpenServices;
  /** What a client sees of all servers together, where that is less than it may use. */
  readonly narrowed?: (client: GatewayClient) => (() => readonly Scope[]) | undefined;
  /** Where the sessions of MCP outlive the program; missing: they end with it. */
  readonly keptSessions?: StateStore;
  /** Counts so many more calls of a client against its limits: a batch is one request. Missing: without limits. */
  readonly charge?: (client: GatewayClient, calls: number) => Refusal | undefined;
}

export interface GatewayPorts extends RoutePorts {
  /** Who is let in. */
  readonly access: Access;
  /** Fires with the id of a client whose token no longer holds. */
  readonly revoked?: Event<string>;
  /** Hears of each request that was turned away. */
  readonly refused?: (reason: RefusedBecause, client?: GatewayClient) => void;
  readonly listen: Pick<ListenOptions, "host" | "port" | "tls" | "limits"> &
    Partial<Pick<ListenOptions, "names" | "origins">>;
  /** Where programs that only start programs reach the hub (`mcp-client-hub stdio`); missing: nowhere. */
  readonly socket?: string;
}

/** The gateway, open. */
export interface OpenGateway extends Gateway {
  /** The socket for `mcp-client-hub stdio`; missing where there is none. */
  readonly socket?: string;
  /** How many sessions of MCP are open. */
  sessions(): number;
}

/** What is at the addresses of the gateway. */
export interface Routes {
  /** Ends what a client has open: its token no longer holds. */
  endOf(client: string): void;
  answer(exchange: Exchange, client: GatewayClient): Promise<void> | undefined;
  /** Answers what needs no token, and says whether it has. */
  open(exchange: Exchange): boolean;
  /** How many sessions of MCP are open. */
  sessions(): number;
  dispose(): void;
}

/** Puts together what the gateway answers: MCP and REST, on the one path of every request. */
export function composeRoutes(ports: RoutePorts): Routes {
  const { composed, options, clock, report, workspace, narrowed, charge, operations, services, keptSessions } = ports;
  const { hub, requests, stream, pins, grants, read } = composed;
  const source = hubSource({ hub, stream, options, pins, trusts: (server) => grants.trusts(server) });
  const mcp = new McpEndpoint({
    hub,
    requests,
    stream,
    source,
    clock,
    report,
    version,
    profiles: () => options().profiles,
    ...(workspace && { workspace }),
    ...(narrowed && { narrowed }),
    ...(keptSessions && { keptSessions: { state: keptSessions, read } }),
    ...(charge && { charge }),
  });
  const rest = restApi({
    requests,
    hub,
    stream,
    clock,
    version,
    isRead: source.isRead,
    isWithheld: (server, tool) => source.withholds(server, "tool", tool),
    onDefect: report,
    ...(charge && { charge }),
    ...(services && { services }),
    ...(operations && {
      metrics: () => ({ contentType: expositionType, text: operations.metrics() }),
      report: (query: URLSearchParams) => operations.report(readRange(query.get("range"))),
    }),
  });
  return {
    answer: (exchange, client) => mcp.handle(exchange, client) ?? rest.handle(exchange, client),
    open: (exchange) => rest.health(exchange),
    endOf: (client) => mcp.endOf(client),
    sessions: () => mcp.sessions,
    dispose: () => mcp.dispose(),
  };
}

/** Opens the gateway: one door for all clients, for the editor and for the terminal. Rejects as `listen` does. */
export async function composeGateway(ports: GatewayPorts): Promise<OpenGateway> {
  const { clock, report, access, revoked, refused, socket } = ports;
  const running = new RunningRequests(clock, (reason, client) => refused?.(reason, client));
  const routes = composeRoutes({ ...ports, charge: (client, calls) => running.charge(client, calls) });
  const gateway = await startGateway({
    ...ports.listen,
    clock,
    report,
    access,
    running,
    routes: routes.answer,
    open: routes.open,
    paths: ["/mcp", "/mcp/SERVER", "/mcp/p/PROFILE", restPath],
    ...(revoked && { revoked }),
    ...(refused && { refused }),
  });
  const revocations = revoked?.((client) => routes.endOf(client));
  const local = socket === undefined ? undefined : await listenForStdio(socket, routes, ports);
  return {
    ...gateway,
    ...(local && { socket: local.path }),
    sessions: routes.sessions,
    close: async () => {
      revocations?.dispose();
      routes.dispose();
      await Promise.all([gateway.close(), local?.close()]);
    },
  };
}

/** Opens the socket for `mcp-client-hub stdio`: anyone who can open it is the user, and does not need a token. */
export function listenForStdio(path: string, routes: Routes, { clock, report }: RoutePorts): Promise<LocalSocket> {
  const client: GatewayClient = { id: "stdio", name: "stdio", scopes: [], limits: defaultClientLimits };
  return listenLocally(path, (exchange) => routes.answer(exchange, client), { clock, report });
}
