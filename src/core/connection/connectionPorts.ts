import type { ConnectionState } from "../../protocol/connectionState";
import type { LogLevel } from "../../protocol/hubEvent";
import type { Catalog } from "../catalog/catalog";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Options } from "../config/schema/settings";
import type { Clock } from "../kernel/clock";
import type { HealthCheck } from "./health/health";
import type { OpenLink } from "./link";
import type { StartSlots } from "./startSlots";

/** What a connection reports to the hub. */
export interface ConnectionListener {
  state(state: ConnectionState): void;
  /** `stale`: it is the last known catalog of a server that is not connected now. */
  catalog(catalog: Catalog, stale: boolean): void;
  log(level: LogLevel, from: "stderr" | "stdout" | "server" | "hub", text: string): void;
  notification(method: string, params: unknown): void;
  /** A health check of the current session has ended. */
  checked(check: HealthCheck): void;
}

/** What a connection needs from its owner. */
export interface ConnectionPorts {
  readonly open: OpenLink;
  /** Fills in the variables. It may ask the person, so no time limit applies. */
  readonly plan: (definition: ServerDefinition, signal: AbortSignal) => Promise<LaunchPlan>;
  readonly options: () => Options;
  readonly clock: Clock;
  /** Bounds how many programs start at once; as many as there are without it. */
  readonly starts?: StartSlots;
  /** Returns a number from 0 up to but not including 1, to spread attempts to connect. `Math.random` if it is missing. */
  readonly random?: () => number;
}
