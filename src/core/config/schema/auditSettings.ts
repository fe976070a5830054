import * as z from "zod";

/** The settings of the record that is kept of calls and of what allowed them, with their defaults. */
export const auditSettings = {
  audit: z
    .enum(["off", "batched", "required"])
    .default("batched")
    .describe(
      "Whether a record is kept of every call, of what allowed it, and of changes of settings, approvals and sign-ins.",
    )
    .meta({
      enumDescriptions: [
        "Keep no record.",
        "Write the records a few times a second. A crash can lose the last of them.",
        "Write the record of a call before it is sent, and refuse the call if that is not possible.",
      ],
    }),
  auditContent: z
    .enum(["digest", "masked"])
    .default("digest")
    .describe("What the record holds of arguments and results.")
    .meta({
      enumDescriptions: [
        "Only their digests, with a secret salt: enough to compare them, and not to read them.",
        "Their text, without values that look like secrets, up to 4,000 characters.",
      ],
    }),
  auditMegabytes: z
    .int()
    .min(2)
    .max(100_000)
    .default(64)
    .describe("How much space the record may take, in megabytes; the oldest part is removed first."),
  auditDays: z.int().min(1).max(3650).default(90).describe("For how many days the record is kept."),
};
