import * as z from "zod";
import { FieldPaths } from "./fieldPath";

const whole = (min: number, max: number, words: string) => z.int().min(min).max(max).describe(words);

/** Settings of a call that exist for all servers, for one server and for one tool. */
const ofCall = {
  callTimeoutSeconds: whole(1, 3600, "Seconds without an answer or progress before a tool call is given up."),
  callLimitSeconds: whole(
    1,
    86_400,
    "Seconds before a tool call is given up even though it reports progress; waits and retries count.",
  ),
  retries: whole(
    0,
    10,
    "How often a call that failed is sent again: only if it never reached the server, or is safe to send twice.",
  ),
  retryDelayMs: whole(10, 60_000, "Milliseconds that the first wait before sending again may take; doubles each time."),
  retryMaxDelayMs: whole(10, 600_000, "The longest wait before sending again, in milliseconds."),
  breakerFailures: whole(
    0,
    100,
    "After this many failures in a row, calls are refused for a while instead of sent. 0: never.",
  ),
  breakerCoolDownSeconds: whole(
    1,
    3600,
    "Seconds for which calls of a broken tool are refused before one trial call may pass. If the whole server was away, the first trial may pass after half a second, and at the latest after this time.",
  ),
  breakerFailurePercent: whole(
    0,
    100,
    "When this percentage of the recent calls failed, such as 50, calls are refused as after failures in a row. Each attempt counts. 0, or breakerFailures 0: never.",
  ),
  breakerLeastCalls: whole(2, 1000, "How many recent calls there must be before their share of failures counts."),
  breakerWindowSeconds: whole(5, 3600, "For how many seconds a call counts as recent for breakerFailurePercent."),
  runAsTask: z
    .boolean()
    .describe(
      "Whether tools that may run as tasks do (revision 2025-11-25): such a call shows its status, can be cancelled, and outlives a lost connection and a reload. Some tools run only as tasks, and from revision 2026-07-28 on the server decides.",
    ),
  taskLimitSeconds: whole(
    1,
    604_800,
    "Seconds before a call that runs as a task is given up, and its task cancelled; this stands in for callLimitSeconds.",
  ),
  cacheSeconds: whole(
    0,
    86_400,
    "Seconds for which the answer of a read-only tool is used again for the same arguments. 0: never.",
  ),
  staleAnswerSeconds: whole(
    0,
    604_800,
    "When a read-only tool fails, use its last good answer for the same arguments if it is not older than this many seconds; it is marked. 0: never.",
  ),
};

/** What happens when a tool is no longer what the person agreed to. */
export const pinMode = z
  .enum(["off", "warn", "withhold"])
  .describe(
    "What happens when a server changes the definition of a tool or prompt that you allowed, or its instructions.",
  )
  .meta({
    enumDescriptions: [
      "Changes are not noticed.",
      "You are told of the change, and asked again before a model uses it.",
      "Models do not get it until you have reviewed the change; your own calls only warn.",
    ],
  });

export type PinMode = z.infer<typeof pinMode>;

/** Limits for one server as a whole. */
const ofServer = {
  maxConcurrentCalls: whole(1, 1000, "How many calls of one server may run at the same time; more of them wait."),
  maxQueuedCalls: whole(0, 10_000, "How many calls may wait for one server; one more is turned away at once."),
  callsPerMinute: whole(0, 60_000, "How many calls one server gets in a minute, evenly spread. 0: no limit."),
  callsPerSecond: whole(0, 1000, "How many calls one server gets in a second, evenly spread. 0: no limit."),
  burst: whole(
    0,
    10_000,
    "How many calls may go at once before callsPerMinute and callsPerSecond hold them back. 0: as many as in a second.",
  ),
  adaptiveRate: z
    .boolean()
    .describe(
      'Whether a server that says "too many" (such as HTTP 429) is called half as fast, and then faster again little by little.',
    ),
};

/** Recognizes a result that reports a rate limit, for servers that do not report it as an error. */
export const RateLimitRule = z
  .strictObject({
    tool: z
      .string()
      .regex(/^[^/]+\/.+$/)
      .describe('The tools it speaks of, as "server/tool"; * stands for any text.'),
    text: z.string().min(1).max(200).optional().describe("Text that the result contains; upper and lower case alike."),
    pointer: z
      .string()
      .max(200)
      .regex(/^(\/|$)/)
      .optional()
      .describe("A JSON pointer (RFC 6901) into the structured result, or into the JSON that its text holds."),
    equals: z
      .union([z.string().max(200), z.number(), z.boolean()])
      .optional()
      .describe("What the pointer finds there; without it, anything but nothing, false and null counts."),
    waitSeconds: z.number().min(0).max(86_400).optional().describe("How long to wait before the next call."),
  })
  .refine(({ text, pointer }) => text !== undefined || pointer !== undefined, {
    message: 'A rule needs "text" or "pointer".',
  })
  .describe("A rate limit that a server reports inside a result.");
export type RateLimitRule = z.infer<typeof RateLimitRule>;

/** The settings of a call for all servers, with their defaults. */
export const callSettings = {
  callTimeoutSeconds: ofCall.callTimeoutSeconds.default(60),
  callLimitSeconds: ofCall.callLimitSeconds.default(600),
  retries: ofCall.retries.default(2),
  retryDelayMs: ofCall.retryDelayMs.default(250),
  retryMaxDelayMs: ofCall.retryMaxDelayMs.default(10_000),
  runAsTask: ofCall.runAsTask.default(true),
  taskLimitSeconds: ofCall.taskLimitSeconds.default(3600),
  maxConcurrentCalls: ofServer.maxConcurrentCalls.default(32),
  maxQueuedCalls: ofServer.maxQueuedCalls.default(1000),
  callsPerMinute: ofServer.callsPerMinute.default(0),
  callsPerSecond: ofServer.callsPerSecond.default(0),
  burst: ofServer.burst.default(0),
  adaptiveRate: ofServer.adaptiveRate.default(true),
  breakerFailures: ofCall.breakerFailures.default(5),
  breakerCoolDownSeconds: ofCall.breakerCoolDownSeconds.default(30),
  breakerFailurePercent: ofCall.breakerFailurePercent.default(0),
  breakerLeastCalls: ofCall.breakerLeastCalls.default(10),
  breakerWindowSeconds: ofCall.breakerWindowSeconds.default(60),
  cacheSeconds: ofCall.cacheSeconds.default(0),
  cacheMegabytes: whole(1, 1000, "How much memory kept answers may use, in megabytes.").default(16),
  cacheEntries: whole(1, 1_000_000, "How many answers are kept at most.").default(100_000),
  cachePreset: z
    .enum(["none", "standard"])
    .default("none")
    .describe("Whether answers of read-only tools are kept without further settings.")
    .meta({
      enumDescriptions: [
        "Only what cacheSeconds says.",
        "For 300 seconds where cacheSeconds says nothing else, at most 1,000 answers.",
      ],
    }),
  staleAnswerSeconds: ofCall.staleAnswerSeconds.default(0),
  rateLimitRules: z
    .array(RateLimitRule)
    .max(100)
    .default([])
    .describe(
      'How to recognize a rate limit that a server reports inside a result. Example: [{"tool": "search/*", "text": "too many requests", "waitSeconds": 10}].',
    ),
};

const repeatable = "Safe to send twice, so a call that failed is sent again even if it may have reached the server.";
const reading = "Changes nothing: identical calls are shared, kept (cacheSeconds) and sent again.";
const batched =
  "Calls that come within 100 ms are sent together, at most ten, where the server has a tool `batch_<name>` that takes `batch_requests` and answers with `results` in the same order.";

/** The call settings that a server's entry may contain for one tool. */
export const ToolCallSettings = z
  .strictObject({
    ...ofCall,
    safeToRepeat: z.boolean().describe(repeatable),
    readOnly: z.boolean().describe(reading),
    omit: FieldPaths.describe(
      'Fields that are left out of its results, in structured content and in JSON text. Example: ["customer.email", "/items/*/token"].',
    ),
    pick: FieldPaths.describe(
      'The only fields that are kept of its results, in structured content and in JSON text. Example: ["items.*.id", "items.*.title"].',
    ),
    alias: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, {
        error: "an alias has up to 64 letters, digits, _ and -, and begins with a letter or _",
      })
      .describe(
        "The name under which callers find it. Its own name works as well, and policy rules go by its own name.",
      ),
    description: z.string().min(1).max(4000).describe("What models are told about it, in place of its server's words."),
    defaults: z
      .record(z.string().min(1).max(200), z.unknown())
      .describe(
        'Arguments that a call gets where its caller leaves them out. Models see them as defaults in its schema. Example: {"cloudId": "11223344"}.',
      ),
    batch: z.boolean().describe(batched),
  })
  .partial()
  .describe("How calls of one tool are made and how callers see it, where that differs from its server.");

export type ToolCallSettings = z.infer<typeof ToolCallSettings>;

/** No alias may be the name or the alias of another tool of the same entry. */
function checkAliases(tools: Readonly<Record<string, ToolCallSettings>>, { addIssue }: z.RefinementCtx): void {
  const owners = new Map<string, string>();
  for (const [tool, { alias }] of Object.entries(tools)) {
    if (alias === undefined || alias === tool) continue;
    const owner = Object.hasOwn(tools, alias) ? alias : owners.get(alias);
    owners.set(alias, tool);
    if (owner === undefined) continue;
    const whose = owner === alias ? "the name of another tool" : `also the alias of "${owner}"`;
    addIssue({ code: "custom", path: [tool, "alias"], message: `it is ${whose}` });
  }
}

const which = z.union([z.boolean(), z.array(z.string().min(1)).max(1000)]);

/** The call settings that a server's entry may contain. Each key is optional. */
export const serverCallSettings = {
  ...z.object({ ...ofCall, ...ofServer, pin: pinMode }).partial().shape,
  safeToRepeat: which
    .optional()
    .describe(`Which tools this applies to (true: all; a list of names, * for any text). ${repeatable}`),
  readOnly: which
    .optional()
    .describe(`Which tools this applies to (true: all; a list of names, * for any text). ${reading}`),
  tools: z
    .record(z.string(), ToolCallSettings)
    .superRefine(checkAliases)
    .optional()
    .describe("How calls of single tools are made, by the tool's name."),
  batch: which
    .optional()
    .describe(`Which tools are called in batches (true: all; a list of names, * for any text). ${batched}`),
};

/** Keys of an entry that change how calls are made and not how the server runs. Changing them does not restart the server. */
export const callSettingKeys: ReadonlySet<string> = new Set(Object.keys(serverCallSettings));
