import * as z from "zod";

/** The settings of what servers ask the client, with their defaults. */
export const askSettings = {
  askLimitSeconds: z
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .describe(
      "Seconds that a question from a server may wait for your answer, and that its request to a language model may take; then it is declined.",
    ),
  samplingPerMinute: z
    .int()
    .min(0)
    .max(600)
    .default(10)
    .describe(
      "How many requests to a language model one server may make in a minute, each only after you allowed it. 0: none.",
    ),
};
