import type { HubEvent } from "../../protocol/hubEvent";
import type { HubView } from "../../protocol/hubView";

/** What a person has reached, in whichever way: the walkthrough marks the step that teaches it as done. */
export type Milestone = "server" | "tools" | "chat" | "call";

/** The context key that is true once it is reached. */
export const milestoneKey = (milestone: Milestone): string => `mcpHub.reached.${milestone}`;

/** What is reached with an event. `view` is the hub after it. */
export function reached(event: HubEvent, view: HubView): Milestone | undefined {
  switch (event.type) {
    case "server.added":
      return "server";
    case "server.catalog":
      return view.servers.some(({ state, counts }) => state.kind === "ready" && counts.tools > 0) ? "tools" : undefined;
    case "call.ended":
      if (event.method !== "tools/call" || event.outcome !== "ok") return undefined;
      return doors[event.caller.door];
    default:
      return undefined;
  }
}

const doors: Readonly<Partial<Record<string, Milestone>>> = {
  chat: "chat",
  agent: "chat",
  command: "call",
  panel: "call",
};
