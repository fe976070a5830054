import { safeLine } from "../kernel/redact";
import type { SamplingAsk, SamplingMessage } from "./clientFeatures";

/**
 * What is wrong with a conversation that a server wants to go on with, as the end of a sentence; `undefined` where nothing is
 * (specification 2025-11-25, sampling, message content constraints): the uses of tools and their results must fit each other.
 */
export function samplingProblem({ messages, maxTokens }: SamplingAsk): string | undefined {
  if (messages.length === 0) return "it holds no message";
  if (!(maxTokens > 0)) return "it allows no token of an answer";
  let open: readonly string[] = [];
  for (const message of messages) {
    const results = idsOf(message, "tool_result");
    if (results.length > 0 && (message.role !== "user" || results.length < message.parts.length))
      return "a message mixes results of tools with something else";
    const unknown = results.find((id) => !open.includes(id));
    if (unknown !== undefined) return "a result of a tool belongs to no use of one";
    if (open.some((id) => !results.includes(id))) return "a use of a tool is left without its result";
    open = idsOf(message, "tool_use");
    if (open.length > 0 && message.role !== "assistant") return "a use of a tool does not come from the model";
  }
  return open.length > 0 ? "a use of a tool is left without its result" : undefined;
}

const idsOf = ({ parts }: SamplingMessage, type: "tool_use" | "tool_result"): readonly string[] =>
  parts.flatMap((part) => (part.type === type ? [part.id] : []));

/** What a server wishes of a model that the hub cannot promise, each as a short sentence: hints are followed, limits are kept here. */
export function ignoredPreferences({ temperature, priorities = {}, context }: SamplingAsk): readonly string[] {
  const weighed = (["cost", "speed", "intelligence"] as const).filter((name) => priorities[name] !== undefined);
  return [
    ...(temperature === undefined ? [] : [`Temperature ${temperature} is passed on; the model may not follow it.`]),
    ...(weighed.length === 0 ? [] : [`How much ${weighed.join(", ")} should count is not followed: only names are.`]),
    ...(context === undefined ? [] : [`Context of ${safeLine(context, 40)} is not given.`]),
  ];
}
