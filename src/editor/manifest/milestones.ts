import type { Door } from "../../protocol/caller";
import type { HubEvent } from "../../protocol/hubEvent";

/** What a person has reached, in whichever way: the walkthrough marks the step that teaches it as done. */
export type Milestone = "server" | "tools" | "chat" | "call";

/** The context key that becomes true for a moment when it is reached. */
export const milestoneKey = (milestone: Milestone): string => `mcpHub.reached.${milestone}`;

/** What is reached with an event. Tools are seen in the tree, where no event tells of it. */
export function reached(event: HubEvent): Milestone | undefined {
  if (event.type === "server.added") return "server";
  if (event.type !== "call.ended" || event.method !== "tools/call" || event.outcome !== "ok") return undefined;
  return doors[event.caller.door];
}

const doors: Readonly<Partial<Record<Door, Milestone>>> = {
  chat: "chat",
  agent: "chat",
  command: "call",
  panel: "call",
};
