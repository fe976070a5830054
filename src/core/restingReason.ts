import type { StopReason } from "../protocol/connectionState";
import type { ServerDefinition } from "./config/serverDefinition";
import type { Options } from "./config/settings";

const reasons = { eager: "not-started", lazy: "lazy", manual: "manual" } as const;

/** How a server rests until it is started, by its start mode; `not-started`: it starts with the hub. */
export function restingReason({ entry }: ServerDefinition, { start }: Pick<Options, "start">): StopReason {
  const own = entry.kind === "valid" ? entry.config.start : undefined;
  return reasons[own ?? start];
}
