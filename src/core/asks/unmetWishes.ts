import { safeLine } from "../redact";
import type { SamplingAsk } from "./answerer";

/** What a server wishes of a model that the hub cannot promise, each as a short sentence: hints are followed, limits are kept here. */
export function unmetWishes({ temperature, priorities = {}, context }: SamplingAsk): readonly string[] {
  const weighed = (["cost", "speed", "intelligence"] as const).filter((name) => priorities[name] !== undefined);
  return [
    ...(temperature === undefined ? [] : [`Temperature ${temperature} is passed on; the model may not follow it.`]),
    ...(weighed.length === 0 ? [] : [`How much ${weighed.join(", ")} should count is not followed: only names are.`]),
    ...(context === undefined ? [] : [`Context of ${safeLine(context, 40)} is not given.`]),
  ];
}
