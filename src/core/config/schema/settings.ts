import * as z from "zod";
import { auditSettings } from "./auditSettings";
import { callSettings, pinMode } from "./callSettings";
import { connectionSettings } from "./connectionSettings";
import { Alerts } from "./options/alertSettings";
import { Follow } from "./options/followSettings";
import { gatewaySettings } from "./options/gatewaySettings";
import { historySettings } from "./options/historySettings";
import { Profiles } from "./options/profiles";
import { ServiceRows } from "./options/serviceRows";
import { Policy, type WorkspacePolicy } from "./policyRules";
import { askSettings } from "./questionSettings";
import { exactNames, inheritedNames, ServerEntry } from "./serverConfig";

/** The longest name of a server, in characters: as in the MCP registry. */
export const maxServerName = 200;

/** Characters that no name may have: control characters, line separators, and marks that cannot be seen or change the direction of text. */
const unseen = "\\u0000-\\u001f\\u007f-\\u009f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff";

/** A server's name: any letters, spaces and signs, as other apps write them; the names that models see are made from it (`modelName`). */
export const serverName = new RegExp(`^[^\\s${unseen}](?:[^${unseen}]{0,${maxServerName - 2}}[^\\s${unseen}])?$`);

/** Every part of a text that a server's name may not have. */
export const unseenInNames = new RegExp(`[${unseen}]+`, "g");

/** Where a setting may be written. `application`: only in the user settings; `machine`: also in those of a remote machine; neither in a workspace. */
export type SettingScope = "resource" | "window" | "application" | "machine";

/** Every setting under `mcpHub.`, with its name, type, default, bounds and description. */
export const Settings = z.strictObject({
  servers: z
    .record(z.string().regex(serverName), ServerEntry)
    .default({})
    .describe("MCP servers by name. The entries have the shape of VS Code's `mcp.json`, with `enabled` and `label`."),
  follow: Follow.default([]).describe(
    'Files of other apps whose servers are used as they are there, without a copy. "MCP Hub: Import Servers…" adds them. Example: `[{"app": "cursor", "path": "/home/ann/.cursor/mcp.json"}]`.',
  ),
  approval: z
    .enum(["always", "writes", "never"])
    .default("always")
    .describe("When to ask before a tool runs.")
    .meta({
      enumDescriptions: [
        "Ask, unless you allowed the tool or its server.",
        "Do not ask for tools that a server you trust marks as read-only.",
        "Do not ask.",
      ],
    }),
  policy: Policy.default([]).describe(
    'Rules by client, server, tool, and arguments: `deny` wins over `ask`, and `ask` over `allow`. Example: `[{"do": "deny", "tool": "write_*", "args": {"path": "/etc/*"}}]`. Short form: `{"files/read_*": "allow", "*/delete_*": "deny"}`. A workspace can only ask and deny.',
  ),
  policyFile: z
    .string()
    .max(4096)
    .default("")
    .describe(
      "A file of your organization with rules that deny or ask (JSON; a full path). It must belong to an administrator, and nobody else may be able to change it. If it cannot be used, calls are refused.",
    ),
  pin: pinMode.default("withhold"),
  askAfterOtherResults: z
    .boolean()
    .default(false)
    .describe(
      "Ask again before a tool that may write runs in a conversation that has read a result of another server, whatever you allowed before: the result may have told the model what to write.",
    ),
  ...callSettings,
  ...connectionSettings,
  signInTimeoutSeconds: z
    .int()
    .min(10)
    .max(3600)
    .default(300)
    .describe("Seconds that a sign-in in the browser may take before it is given up."),
  caFile: z
    .string()
    .default("")
    .describe(
      "A file of certificates to trust besides the system's, for every server (PEM; a full path). An entry's `tls` may name another for one server.",
    ),
  inheritEnv: inheritedNames
    .default([])
    .describe(
      'Variables of your environment that every program gets, besides those that programs need to run (such as `PATH`); `*` stands for any text. Example: `["GITHUB_*"]`.',
    ),
  allowedEnvironment: exactNames
    .default([])
    .describe(
      'Variables that the servers of a workspace may set although they decide what programs run or load, such as `PATH` or `NODE_OPTIONS`: each by its whole name. Example: `["PYTHONPATH"]`.',
    ),
  redact: z
    .array(
      z
        .string()
        .max(100)
        .regex(/^(?=[^*]*\p{L})[^*]{3}(?:[^*]*\*){0,4}[^*]*$/u),
    )
    .max(50)
    .default([])
    .describe(
      'Texts to mask wherever secrets are masked: in events, logs, error messages, the activity panel and the audit. `*` stands for up to 200 characters of one word; each begins with at least three characters, one of them a letter. Example: `["EMP-*", "Project Nightfall"]`.',
    ),
  messageLimitMb: z
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .describe(
      "The largest message that is read from a server, in megabytes. All servers together may have four times as much on the way.",
    ),
  ...askSettings,
  ...auditSettings,
  ...gatewaySettings,
  profiles: Profiles.default({}).describe(
    'Choices of servers and tools for clients of the gateway, by name: a client can be tied to one, or use its address. Example: `{"review": {"servers": ["github"], "without": ["github/delete_*"], "readOnly": true}}`.',
  ),
  services: ServiceRows.default([]).describe(
    "How typed services use the tools of servers that the hub does not know: a row for each method. They come before the hub's own rows.",
  ),
  alerts: Alerts.prefault({}),
  otlpEndpoint: z
    .string()
    .max(2048)
    .regex(/^(https?:\/\/.+)?$/)
    .default("")
    .describe(
      "Where traces and metrics are sent (OpenTelemetry, OTLP over HTTP with JSON), such as `http://localhost:4318`. Empty: nowhere, unless the environment has `OTEL_EXPORTER_OTLP_ENDPOINT`.",
    ),
  jsonLog: z
    .boolean()
    .default(true)
    .describe(
      "Keep a log of what happens as JSON lines, for programs that read logs and for looking up a call by its id: in the extension's log folder, at most 6 MB per window. `MCP Hub: Show JSON Log` opens it. Secrets are masked; arguments and results of calls are left out, except where a server prints them or an error quotes them.",
    ),
  ...historySettings,
  registry: z
    .string()
    .max(2048)
    .default("")
    .describe(
      "Where `MCP Hub: Search Registry…` looks for servers: the address of an MCP registry, such as `https://registry.modelcontextprotocol.io` (the official one), or the full path of a JSON file with servers in its format. Empty: none, and the command asks. A registry is contacted only while you search; it gets what you type.",
    ),
  chatMaxTurns: z
    .int()
    .min(1)
    .max(100)
    .default(15)
    .describe("How many times `@mcp` may go back to the model with tool results in one answer."),
  resultLimitKb: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe(
      "How much of one tool result a language model is given at once, in kilobytes. The model can read the rest part by part.",
    ),
});

export type Settings = z.infer<typeof Settings>;

/** All settings except the servers, which are read entry by entry and scope by scope. */
export type Options = Omit<Settings, "servers"> & {
  /** What workspaces and folders add to the policy: it only denies and asks. Missing: nothing. */
  readonly workspacePolicies?: readonly WorkspacePolicy[];
};

/** The name of a setting that is not the servers. */
export type OptionKey = Exclude<keyof Settings, "servers">;

export const defaultOptions: Options = (({ servers: _, ...options }) => options)(Settings.parse({}));

/** Where each setting may be written. Settings that a workspace must not loosen are `application` settings. */
export const settingScopes: Readonly<Record<keyof Settings, SettingScope>> = {
  servers: "resource",
  follow: "application",
  approval: "application",
  policy: "window",
  policyFile: "machine",
  pin: "application",
  askAfterOtherResults: "application",
  callTimeoutSeconds: "window",
  callLimitSeconds: "window",
  retries: "window",
  retryDelayMs: "window",
  retryMaxDelayMs: "window",
  runAsTask: "window",
  taskLimitSeconds: "window",
  maxConcurrentCalls: "window",
  maxQueuedCalls: "window",
  callsPerMinute: "window",
  callsPerSecond: "window",
  burst: "window",
  adaptiveRate: "window",
  breakerFailures: "window",
  breakerCoolDownSeconds: "window",
  breakerFailurePercent: "window",
  breakerLeastCalls: "window",
  breakerWindowSeconds: "window",
  cacheSeconds: "application",
  cacheMegabytes: "application",
  cacheEntries: "application",
  cachePreset: "application",
  staleAnswerSeconds: "application",
  rateLimitRules: "window",
  connectTimeoutSeconds: "window",
  maxConcurrentStarts: "window",
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
  signInTimeoutSeconds: "window",
  caFile: "application",
  inheritEnv: "application",
  allowedEnvironment: "application",
  redact: "application",
  messageLimitMb: "application",
  askLimitSeconds: "window",
  samplingPerMinute: "application",
  audit: "application",
  auditContent: "application",
  auditMegabytes: "application",
  auditDays: "application",
  gateway: "application",
  gatewayPort: "application",
  agentTools: "window",
  agentToolLimit: "window",
  profiles: "application",
  services: "application",
  alerts: "application",
  otlpEndpoint: "application",
  jsonLog: "application",
  history: "application",
  historyDays: "application",
  historyMegabytes: "application",
  registry: "application",
  chatMaxTurns: "window",
  resultLimitKb: "window",
};
