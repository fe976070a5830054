import { message } from "../../protocol/message";
import { safeLine } from "../kernel/redact";
import type { SamplingAsk, SamplingMessage } from "./clientFeatures";

/**
 * What is wrong with a conversation that a server wants to go on with, as the end of a sentence; `undefined` where nothing is
 * (specification 2025-11-25, sampling, message content constraints): the uses of tools and their results must fit each other.
 */
export function samplingProblem({ messages, maxTokens }: SamplingAsk): string | undefined {
  if (messages.length === 0) return message("sampling.noMessage", "it does not have any messages");
  if (!(maxTokens > 0)) return message("sampling.noTokens", "it does not allow any tokens for the answer");
  let open: readonly string[] = [];
  for (const sent of messages) {
    const results = idsOf(sent, "tool_result");
    if (results.length > 0 && (sent.role !== "user" || results.length < sent.parts.length))
      return message("sampling.mixed", "a message mixes tool results with something else");
    const unknown = results.find((id) => !open.includes(id));
    if (unknown !== undefined) return message("sampling.strayResult", "a tool result does not belong to any tool use");
    if (open.some((id) => !results.includes(id))) return withoutResult();
    open = idsOf(sent, "tool_use");
    if (open.length > 0 && sent.role !== "assistant")
      return message("sampling.foreignUse", "a tool use does not come from the model");
  }
  return open.length > 0 ? withoutResult() : undefined;
}

const withoutResult = () => message("sampling.openUse", "a tool use is left without its result");

const idsOf = ({ parts }: SamplingMessage, type: "tool_use" | "tool_result"): readonly string[] =>
  parts.flatMap((part) => (part.type === type ? [part.id] : []));

/** What a server wishes of a model that the hub cannot promise, each as a short sentence: hints are followed, limits are kept here. */
export function ignoredPreferences({ temperature, priorities = {}, context }: SamplingAsk): readonly string[] {
  const weighed = (["cost", "speed", "intelligence"] as const).filter((name) => priorities[name] !== undefined);
  return [
    ...(temperature === undefined
      ? []
      : [
          message("sampling.temperature", "Temperature {temperature} is passed on; the model may not follow it.", {
            temperature,
          }),
        ]),
    ...(weighed.length === 0
      ? []
      : [
          message(
            "sampling.weighed",
            "How much {names} should count is ignored: the hub follows only names of models.",
            {
              names: weighed.join(", "),
            },
          ),
        ]),
    ...(context === undefined
      ? []
      : [message("sampling.context", "Context of {context} is not passed on.", { context: safeLine(context, 40) })]),
  ];
}
