import * as z from "zod";

const minutes = (usual: number) =>
  z.int().min(1).max(60).default(usual).describe("Over how many minutes, up to now, it is measured.");
const percent = (usual: number) =>
  z.number().min(0).max(100).default(usual).describe("The alert fires above this, in percent.");
const least = (usual: number, what: string) =>
  z.int().min(1).max(100_000).default(usual).describe(`With fewer ${what} in that time, there is no alert.`);

/** A threshold that can be changed key by key, or switched off with `false`. */
const rule = <S extends z.ZodRawShape>(shape: S, words: string) =>
  z
    .union([z.literal(false), z.strictObject(shape)])
    .prefault({} as never)
    .describe(`${words} \`false\`: never.`);

/** When the hub says that something is wrong, and where it says so. */
export const Alerts = z
  .strictObject({
    errorRate: rule(
      { percent: percent(1), minutes: minutes(5), minCalls: least(50, "calls") },
      "Calls that failed at the hub or at the server.",
    ),
    slowCalls: rule(
      {
        p95Ms: z.int().min(1).max(3_600_000).default(2000).describe("The alert fires above this, in milliseconds."),
        minutes: minutes(5),
        minCalls: least(50, "calls"),
      },
      "The time that 95 of 100 calls do not exceed.",
    ),
    connectionFailures: rule(
      { percent: percent(10), minutes: minutes(15), minAttempts: least(5, "attempts") },
      "Attempts to connect to servers that failed.",
    ),
    serverDown: rule(
      { minutes: z.int().min(1).max(1440).default(5).describe("For how many minutes it has been away.") },
      "A server that the hub tries to reach, or has given up.",
    ),
    cpu: rule(
      { percent: percent(80), minutes: minutes(15) },
      "The load of the hub's process, as a share of one processor.",
    ),
    memory: rule(
      { percent: percent(80), minutes: minutes(15) },
      "The memory of the hub's process, as a share of what it may have.",
    ),
    failedSignIns: rule(
      {
        count: z.int().min(0).max(100_000).default(10).describe("The alert fires above this number."),
        minutes: minutes(5),
      },
      "Requests to the gateway that were turned away for their token.",
    ),
    log: z.boolean().default(true).describe("Write alerts to the hub's log."),
    editor: z.boolean().default(false).describe("Show alerts as notifications of the editor."),
    webhook: z
      .string()
      .max(2048)
      .regex(/^(https:\/\/|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])([:/]|$)|\$\{)/)
      .or(z.literal(""))
      .default("")
      .describe(
        "An address that gets each alert by HTTP POST: `https:`, or `http:` on this machine. It may be a variable such as `${secret:NAME}`.",
      ),
    webhookForm: z
      .enum(["json", "slack"])
      .default("json")
      .describe("What is posted.")
      .meta({
        enumDescriptions: ["An object with the alert's fields.", "A message as Slack's incoming webhooks take it."],
      }),
  })
  .describe(
    'When the hub says that something is wrong, and where. Example: `{"slowCalls": {"p95Ms": 5000}, "cpu": false, "webhook": "${secret:ALERTS}"}`.',
  );
export type Alerts = z.infer<typeof Alerts>;
