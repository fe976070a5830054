import type { Requests } from "../../core/calls/requests";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import type { GatewayClient, Refusal } from "../access/gatewayClient";
import type { SessionStore } from "./legacy/keptSessions";
import type { ViewSource } from "./view/viewSource";

/** What the MCP endpoint works with. */
export interface McpParts {
  readonly hub: Pick<Hub, "connect" | "catalog" | "clients" | "notifications" | "setLogLevel" | "subscribe">;
  readonly requests: Requests;
  readonly stream: Pick<EventStream, "view" | "onEvent">;
  /** What can be seen of the servers, for lists and names. */
  readonly source: ViewSource;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Counts so many more calls of a client against its limits: a body with several messages was counted as one when it was let in. */
  readonly charge?: (client: GatewayClient, calls: number) => Refusal | undefined;
  /** Where sessions outlive the program; missing: they end with it. */
  readonly keptSessions?: SessionStore;
  /** The version of the hub, for `serverInfo`. */
  readonly version: string;
  /** The workspace that the servers work in, as clients are told; missing: none. */
  readonly workspace?: () => string | undefined;
}

/** How the gateway introduces itself (`serverInfo`). */
export const serverInfo = ({ version }: Pick<McpParts, "version">) => ({
  name: "mcp-client-hub",
  title: "MCP Client Hub",
  version,
});
