import type { ConnectionState } from "../../protocol/connectionState";
import type { LogLevel } from "../../protocol/hubEvent";
import type { Catalog } from "../catalog/catalog";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Options } from "../config/schema/settings";
import type { Clock } from "../kernel/clock";
import type { OpenLink } from "./link";

/** What a connection tells its hub. */
export interface ConnectionListener {
  state(state: ConnectionState): void;
  /** `stale`: the last known catalog of a server that is not connected now. */
  catalog(catalog: Catalog, stale: boolean): void;
  log(level: LogLevel, from: "stderr" | "server" | "hub", text: string): void;
  notification(method: string, params: unknown): void;
}

export interface ConnectionPorts {
  readonly open: OpenLink;
  /** Fills the variables in; may ask the person, so no clock runs meanwhile. */
  readonly plan: (definition: ServerDefinition, signal: AbortSignal) => Promise<LaunchPlan>;
  readonly options: () => Options;
  readonly clock: Clock;
  /** From 0 to below 1; spreads attempts to connect. `Math.random` where it is missing. */
  readonly random?: () => number;
}
