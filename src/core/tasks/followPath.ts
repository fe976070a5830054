import type { DetachedTask, HubEvent, ServerId } from "../../protocol/hubEvent";
import { budget } from "../calls/budget";
import { callOptions } from "../calls/callOptions";
import { deadline } from "../calls/deadline";
import { observe } from "../calls/observe";
import { newCall, pipeline, type ToolCall } from "../calls/toolCall";
import type { Options } from "../config/schema/settings";
import type { Hub } from "../hub/hub";
import type { Clock } from "../kernel/clock";
import type { ToolResult } from "../messages/toolResult";

export interface FollowPathParts {
  readonly hub: Pick<Hub, "definition" | "tasks">;
  readonly options: () => Options;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
}

/** A task that is left from before, and who waits for it. */
export interface FollowAsk extends Pick<ToolCall, "signal" | "onProgress" | "door"> {
  readonly server: ServerId;
  readonly task: DetachedTask;
}

/** Waits for a task that is left from before; rejects with a `HubError`. */
export type FollowTask = (ask: FollowAsk) => Promise<ToolResult>;

/** The way to the result of a task whose call is over: it was allowed then, so it is told and limited in time like any call, and no more. */
export function followPath({ hub, options, clock, publish }: FollowPathParts): FollowTask {
  const optionsOf = callOptions(options, hub.definition.bind(hub));
  return ({ task, ...ask }) =>
    pipeline(
      observe(publish, clock),
      budget(optionsOf, clock),
      deadline(optionsOf, clock),
    )((call) => hub.tasks.follow(call, task.key))(newCall({ ...ask, tool: task.tool, args: {} }));
}
