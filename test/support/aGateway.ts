import type { ComposedHub, ComposePorts } from "../../src/composedHub";
import type { ServerConfig } from "../../src/core/config/schema/serverConfig";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { aComposedHub } from "./aComposedHub";
import { definition } from "./fakeLink";
import { type DoorOptions, type McpDoor, openMcpDoor } from "./mcpDoor";

/** A hub with servers, and its MCP endpoint on loopback. */
export interface Gateway {
  readonly composed: ComposedHub;
  readonly door: McpDoor;
  readonly url: string;
  /** Everything that the hub published so far. */
  readonly events: readonly HubEvent[];
  close(): Promise<void>;
}

export interface GatewayOptions extends DoorOptions {
  readonly ports?: Partial<ComposePorts>;
  /** Servers that are not waited for. */
  readonly unready?: readonly string[];
}

/** Starts one with these servers, each by its configuration or by its address. */
export async function aGateway(
  servers: Readonly<Record<string, ServerConfig | string>>,
  { ports, unready = [], ...options }: GatewayOptions = {},
): Promise<Gateway> {
  const composed = aComposedHub(ports);
  const events: HubEvent[] = [];
  composed.stream.onEvent((event) => void events.push(event));
  composed.hub.configure(
    Object.entries(servers).map(([id, server]) =>
      definition(id, { entry: { kind: "valid", config: typeof server === "string" ? { url: server } : server } }),
    ),
  );
  const awaited = Object.keys(servers).filter((id) => !unready.includes(id));
  await Promise.all(awaited.map((id) => composed.hub.connect(id)));
  const door = await openMcpDoor(composed, options);
  return {
    composed,
    door,
    url: door.url,
    events,
    async close() {
      await door.close();
      await composed.close();
    },
  };
}
