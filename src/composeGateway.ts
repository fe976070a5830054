import { version } from "../package.json";
import type { ComposedHub } from "./composedHub";
import { profileNamed } from "./core/config/schema/profiles";
import type { Options } from "./core/config/schema/settings";
import type { Clock } from "./core/kernel/clock";
import type { Event } from "./core/kernel/emitter";
import type { Access } from "./gateway/access/gatewayClient";
import { type Gateway, startGateway } from "./gateway/http/gatewayServer";
import type { ListenOptions } from "./gateway/http/listenOptions";
import { McpEndpoint } from "./gateway/mcp/mcpEndpoint";
import { hubSource } from "./gateway/mcp/view/hubSource";

/** What the gateway asks of the program around it, beside the hub. */
export interface GatewayPorts {
  readonly composed: ComposedHub;
  readonly options: () => Options;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Who is let in. */
  readonly access: Access;
  /** Fires with the id of a client whose token no longer holds. */
  readonly revoked?: Event<string>;
  readonly listen: Pick<ListenOptions, "host" | "port" | "tls" | "names" | "origins" | "limits">;
  /** The workspace that the servers work in, as clients are told; missing: none. */
  readonly workspace?: () => string | undefined;
}

/** Puts the gateway together and opens it: the one door for MCP and REST, for the editor and for the terminal. Rejects as `listen` does. */
export async function composeGateway(ports: GatewayPorts): Promise<Gateway> {
  const { composed, options, clock, report, access, revoked, workspace } = ports;
  const { hub, requests, stream, pins, grants } = composed;
  const source = hubSource({ hub, stream, options, pins, trusts: (server) => grants.trusts(server) });
  const mcp = new McpEndpoint({
    hub,
    requests,
    stream,
    source,
    clock,
    report,
    version,
    profile: (name) => profileNamed(options().profiles, name),
    ...(workspace && { workspace }),
  });
  const gateway = await startGateway({
    ...ports.listen,
    clock,
    report,
    access,
    routes: (exchange, client) => mcp.handle(exchange, client),
    open: () => false,
    paths: ["/mcp", "/mcp/SERVER", "/mcp/p/PROFILE"],
    ...(revoked && { revoked }),
  });
  return {
    ...gateway,
    close: async () => {
      mcp.dispose();
      await gateway.close();
    },
  };
}
