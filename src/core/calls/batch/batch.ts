import { callerKey } from "../../../protocol/caller";
import type { HubEvent } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Tool } from "../../catalog/catalog";
import type { Clock } from "../../kernel/clock";
import { safeLine } from "../../kernel/redact";
import { type CallOptionsOf, leftOf, limitMsOf } from "../budget";
import type { CallOptions } from "../callOptions";
import type { ServerAccess } from "../serverAccess";
import { SharedRequest } from "../sharedRequest";
import { type Handler, type Layer, run, type ToolCall } from "../toolCall";
import { Gathering, gatherMs } from "./gathering";
import { longestBatch, partOf } from "./partOf";
import type { StandIn } from "./standIn";

export interface BatchParts {
  readonly servers: Pick<ServerAccess, "toolNow">;
  readonly optionsOf: CallOptionsOf;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  readonly standIn: StandIn;
}

/** The name of the tool that takes several calls of another at once. */
const batchFormOf = (tool: string): string => `batch_${tool}`;

/**
 * Gathers calls of one tool into one request, where the settings say so and the server has `batch_<tool>`: up to ten calls, or all that
 * come within 100 ms. What is above this layer holds for each call: approval, audit, limits, and whether it is sent again. What is below
 * holds for the request: the circuit breaker, and the time without an answer. Callers and conversations never share a request.
 */
export const batch =
  (parts: BatchParts): Layer =>
  (next) => {
    const { servers, optionsOf, clock } = parts;
    const open = new Map<string, Gathering>();
    return (call) => {
      const options = optionsOf(call);
      const form = options.batch ? formFor(call, options, servers) : undefined;
      // A call that has no time to wait goes alone.
      if (!form || leftOf(call, clock) <= gatherMs) return next(call);
      const key = keyOf(call);
      const known = open.get(key);
      if (known?.takes(form)) return known.add(call);
      const gathering: Gathering = new Gathering({
        clock,
        form,
        most: longestBatch(form),
        onEnd: () => open.get(key) === gathering && open.delete(key),
        send: (calls) => together(calls, form, next, parts),
      });
      open.set(key, gathering);
      return gathering.add(call);
    };
  };

/** How each of these calls is answered: by its part of one request, or by a request of its own where that may not be. */
function together(
  calls: readonly ToolCall[],
  form: Tool,
  next: Handler,
  { optionsOf, clock, publish, standIn }: BatchParts,
): Handler {
  const [first] = calls;
  const sentAs = first && calls.length > 1 ? standIn(calls, form) : undefined;
  if (!first || !sentAs) return next;
  const { server, tool } = first;
  publish({
    type: "server.log",
    server,
    level: "debug",
    from: "hub",
    text: message("calls.batched", 'Sent {count} calls of "{tool}" as one call of "{form}".', {
      count: calls.length,
      tool: safeLine(tool, 80),
      form: safeLine(form.name, 80),
    }),
  });
  // The request lasts as long as any of its calls may; each leaves it when its own time is over.
  const { limitMs: _, ...named } = first;
  const endsAt = Math.max(...calls.map((call) => call.endsAt ?? Number.POSITIVE_INFINITY));
  const request = new SharedRequest((shared) => run(next, shared), { ...named, sentAs, endsAt });
  return async (call) => {
    const answer = await request.join(call, clock, limitMsOf(call, optionsOf(call)));
    return partOf(answer, { call, form, index: calls.indexOf(call), count: calls.length });
  };
}

/**
 * The batch form of the tool, where this call may be a part of a batch. A task has a life of its own, and what a server hears beside the
 * arguments is about one call.
 */
function formFor(call: ToolCall, { runAsTask }: CallOptions, servers: BatchParts["servers"]): Tool | undefined {
  if (call.meta || isTask(call.offered, runAsTask)) return undefined;
  const form = servers.toolNow?.(call.server, batchFormOf(call.tool), call.answers);
  return isTask(form, runAsTask) ? undefined : form;
}

const isTask = (tool: Tool | undefined, runAsTask: boolean): boolean =>
  tool?.task === "required" || (tool?.task === "optional" && runAsTask);

/** The same for calls that may be sent as one. */
const keyOf = ({ server, tool, caller, conversation, answers, byHand }: ToolCall): string =>
  JSON.stringify([server, tool, callerKey(caller), conversation, answers?.key, byHand]);
