import * as z from "zod";

/** The settings of the activity panel's history on disk, with their defaults. */
export const historySettings = {
  history: z
    .boolean()
    .default(false)
    .describe(
      'Keep the calls and the traffic that the activity panel shows in files of the extension\'s storage on this machine, so that they are there after a reload and can be called again. Values of secrets are masked. Only you can read the files. They are removed after `#mcpHub.historyDays#` days, with "Clear" in the panel, and when you turn this off.',
    ),
  historyDays: z
    .int()
    .min(1)
    .max(90)
    .default(7)
    .describe("For how many days the activity panel's history is kept on disk, if `#mcpHub.history#` is on."),
  historyMegabytes: z
    .int()
    .min(2)
    .max(100)
    .default(4)
    .describe(
      "How much space the activity panel's history of one server may take on disk in each workspace, in megabytes; the oldest part is removed first.",
    ),
};
