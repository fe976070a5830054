import { z } from "zod";
import { callSettings } from "../calls/callSettings";
import { ServerConfig } from "./serverConfig";

/** A server's name: short and plain, since it becomes part of the names that models see. */
export const serverName = /^[\w.-]{1,64}$/;

/** Where a setting may be written. `application`: by the person only, never by a workspace. */
export type SettingScope = "resource" | "window" | "application";

/** Every setting under `mcpHub.`: named, typed, defaulted, bounded and described once. */
export const Settings = z.strictObject({
  servers: z
    .record(z.string().regex(serverName), ServerConfig)
    .default({})
    .describe("MCP servers by name. The entries have the shape of VS Code's mcp.json."),
  approval: z
    .enum(["always", "writes", "never"])
    .default("always")
    .describe(
      "When to ask before a tool runs. always: unless you allowed the tool or its server. writes: not for tools that a server you trust marks as read-only. never: do not ask.",
    ),
  policy: z
    .record(z.string().regex(/^[^/]+\/[^/]+$/), z.enum(["allow", "ask", "deny"]))
    .default({})
    .describe(
      'What a tool may do, by "server/tool"; * stands for any text, and the longest matching entry wins. Example: {"files/read_*": "allow", "*/delete_*": "deny"}.',
    ),
  ...callSettings,
  connectTimeoutSeconds: z
    .int()
    .min(1)
    .max(600)
    .default(30)
    .describe("Seconds that one attempt to connect may take, the reading of the server's lists included."),
  connectAttempts: z
    .int()
    .min(1)
    .max(20)
    .default(5)
    .describe("How often to try to connect before a server counts as failed."),
  connectRetryDelayMs: z
    .int()
    .min(10)
    .max(60_000)
    .default(100)
    .describe("Milliseconds to wait after the first failed attempt to connect; doubles with each attempt."),
  connectRetryMaxDelayMs: z
    .int()
    .min(10)
    .max(600_000)
    .default(10_000)
    .describe("The longest wait between two attempts to connect, in milliseconds."),
  reconnectMaxDelaySeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(30)
    .describe("The longest wait, in seconds, between two attempts to reach a remote server that has gone away."),
  recoveryWaitSeconds: z
    .int()
    .min(0)
    .max(600)
    .default(10)
    .describe("Seconds that a remote server may be away before it counts as failed; attempts go on, and calls fail."),
  start: z
    .enum(["eager", "lazy", "manual"])
    .default("eager")
    .describe("When servers start. An entry's own `start` wins.")
    .meta({
      enumDescriptions: [
        "With the window.",
        "At the first use; the last known tools are listed until then.",
        "When you connect them.",
      ],
    }),
  idleShutdownSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(0)
    .describe("Seconds without a call after which a server is stopped until its next use; 0: never."),
  healthCheckSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(30)
    .describe("Seconds between two checks that a ready server still answers; 0: no checks."),
  healthTimeoutSeconds: z
    .int()
    .min(1)
    .max(600)
    .default(10)
    .describe("Seconds that a server may take to answer a health check. After three failed checks it is reconnected."),
  healthSlowMs: z
    .int()
    .min(1)
    .max(600_000)
    .default(2000)
    .describe("A server whose answer to a health check takes more milliseconds than this is shown as slow."),
  chatMaxTurns: z
    .int()
    .min(1)
    .max(100)
    .default(15)
    .describe("How many times @mcp may go back to the model with tool results in one answer."),
  resultLimitKb: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe(
      "How much of one tool result a language model is given, in kilobytes; the rest is cut, and the model is told.",
    ),
});

export type Settings = z.infer<typeof Settings>;

/** Everything but the servers, which are read entry by entry and scope by scope. */
export type Options = Omit<Settings, "servers">;

export const defaultOptions: Options = (({ servers: _, ...options }) => options)(Settings.parse({}));

/** What a workspace must not loosen is the person's own. */
export const settingScopes: Readonly<Record<keyof Settings, SettingScope>> = {
  servers: "resource",
  approval: "application",
  policy: "application",
  callTimeoutSeconds: "window",
  callLimitSeconds: "window",
  retries: "window",
  retryDelayMs: "window",
  retryMaxDelayMs: "window",
  maxConcurrentCalls: "window",
  maxQueuedCalls: "window",
  callsPerMinute: "window",
  breakerFailures: "window",
  breakerCoolDownSeconds: "window",
  cacheSeconds: "application",
  cacheMegabytes: "application",
  staleAnswerSeconds: "application",
  rateLimitRules: "window",
  connectTimeoutSeconds: "window",
  connectAttempts: "window",
  connectRetryDelayMs: "window",
  connectRetryMaxDelayMs: "window",
  reconnectMaxDelaySeconds: "window",
  recoveryWaitSeconds: "window",
  start: "window",
  idleShutdownSeconds: "window",
  healthCheckSeconds: "window",
  healthTimeoutSeconds: "window",
  healthSlowMs: "window",
  chatMaxTurns: "window",
  resultLimitKb: "window",
};
