import type { HubEvent } from "../protocol/hubEvent";
import type { ConnectionPorts } from "./connection/connectionPorts";
import type { Disposable } from "./disposable";
import type { StateStore } from "./ports";

/** What a hub of this process works with. */
export interface HubPorts extends ConnectionPorts {
  readonly publish: (event: HubEvent) => void;
  /** What outlives the window; without it, nothing does. */
  readonly state?: StateStore;
  /** Runs `wake` when the network has changed. That the machine slept is noticed without it. */
  readonly onNetworkChange?: (wake: () => void) => Disposable;
}
