import type { Requests } from "../../core/calls/requests";
import type { OpenServices } from "../../core/calls/services/serviceDoor";
import type { Tool } from "../../core/catalog/catalog";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import type { ServerId } from "../../protocol/hubEvent";
import type { GatewayClient, Refusal } from "../access/gatewayClient";

/** What the REST API works with. */
export interface RestParts {
  /** The path of every call, which checks again whatever is checked here. */
  readonly requests: Pick<Requests, "callTool">;
  readonly hub: Pick<Hub, "definition" | "catalog" | "toolNow" | "connect" | "restart">;
  readonly stream: Pick<EventStream, "view" | "history" | "count" | "onEvent">;
  readonly clock: Clock;
  /** The version of the program, for the OpenAPI document. */
  readonly version: string;
  /** Whether a tool is known to change nothing: a client whose scope is read-only gets only those. */
  readonly isRead: (server: ServerId, tool: Tool) => boolean;
  /** Whether clients do not get a tool, because it is not what a person agreed to. */
  readonly isWithheld?: (server: ServerId, tool: Tool) => boolean;
  /** Counts so many more calls of a client against its limits: a batch was counted as one when it was let in. */
  readonly charge?: (client: GatewayClient, calls: number) => Refusal | undefined;
  /** The typed services, for `/services`; without them, these addresses are not served. */
  readonly services?: OpenServices;
  /** `GET /metrics`; without it, the address is not served. */
  readonly metrics?: () => Metrics | Promise<Metrics>;
  /** `GET /report`, as a value that becomes JSON; without it, the address is not served. */
  readonly report?: (query: URLSearchParams) => unknown;
  /** Hears of defects: a client is told only that there was one. */
  readonly onDefect: (error: unknown) => void;
}

/** The figures of the hub as text. */
interface Metrics {
  readonly contentType: string;
  readonly text: string;
}
