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
    "After so many failures in a row, calls are refused for a while instead of sent. 0: never.",
  ),
  breakerCoolDownSeconds: whole(
    1,
    3600,
    "Seconds for which calls of a broken tool are refused before one trial call may pass. If the whole server was away, the first trial may pass after half a second, and at the latest after this time.",
  ),
  runAsTask: z
    .boolean()
    .describe(
      "Whether tools that may run as tasks do (revision 2025-11-25): such a call shows how it stands, can be cancelled, and outlives a lost connection and a reload. Some tools run only so, and from revision 2026-07-28 on the server decides.",
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
    "When a read-only tool fails, use its last good answer for the same arguments if it is not older than so many seconds; it is marked. 0: never.",
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
  callsPerMinute: whole(0, 60_000, "How many calls one server gets in a minute, evenly. 0: as many as come."),
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
  breakerFailures: ofCall.breakerFailures.default(5),
  breakerCoolDownSeconds: ofCall.breakerCoolDownSeconds.default(30),
  cacheSeconds: ofCall.cacheSeconds.default(0),
  cacheMegabytes: whole(1, 1000, "How much memory kept answers may use, in megabytes.").default(16),
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
  })
  .partial()
  .describe("How calls of one tool are made, where it differs from its server.");

const which = z.union([z.boolean(), z.array(z.string().min(1)).max(1000)]);

/** The call settings that a server's entry may contain. Each key is optional. */
export const serverCallSettings = {
  ...z.object({ ...ofCall, ...ofServer, pin: pinMode }).partial().shape,
  safeToRepeat: which
    .optional()
    .describe(`Which tools (true: all; a list of names, * for any text) are this. ${repeatable}`),
  readOnly: which.optional().describe(`Which tools (true: all; a list of names, * for any text) are this. ${reading}`),
  tools: z
    .record(z.string(), ToolCallSettings)
    .optional()
    .describe("How calls of single tools are made, by the tool's name."),
};

/** Keys of an entry that change how calls are made and not how the server runs. Changing them does not restart the server. */
export const callSettingKeys: ReadonlySet<string> = new Set(Object.keys(serverCallSettings));
