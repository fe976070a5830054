import * as z from "zod";
import { apiTypes } from "../answers/apiCode";

const nullableText = z.string().nullable();
const count = z.int().min(0);
const time = z.iso.datetime().describe("ISO 8601, in UTC.");

const codes = Object.keys(apiTypes) as [keyof typeof apiTypes, ...(keyof typeof apiTypes)[]];

export const ChatSuccess = z
  .strictObject({
    status: z.literal("success"),
    server_id: z.string(),
    tool_name: z.string(),
    tool_output: z
      .strictObject({
        content: z.array(z.looseObject({ type: z.string() })),
        structuredContent: z.unknown().optional(),
        _meta: z.record(z.string(), z.unknown()).optional(),
      })
      .describe(
        "The result as in the protocol: content blocks, structured content, and additional data of the server.",
      ),
    message: z
      .string()
      .describe("What became of the call, in a sentence: also what was cut, and what is wrong with the result."),
    original_request_id: z.string(),
  })
  .describe("A tool ran and answered.");

export const Failure = z
  .strictObject({
    status: z.literal("error"),
    server_id: nullableText,
    tool_name: nullableText,
    original_request_id: z.string(),
    error: z.strictObject({
      type: z.enum([...new Set(Object.values(apiTypes))]).describe("The code, in words."),
      code: z.enum(codes).describe("For programs: switch on this."),
      message: z.string().describe("What happened and what to do next, for a person or a model."),
      details: z
        .record(z.string(), z.unknown())
        .nullable()
        .describe(
          "For programs: `reason`, `fields` (each with `path` and `message`), `servers`, `tools`, `retry_after_seconds`.",
        ),
      mcp_server_status_code: z
        .int()
        .nullable()
        .describe("The status of the server's HTTP response, or the code of its JSON-RPC error (negative)."),
      mcp_server_error_details: z
        .unknown()
        .describe("What the server said, redacted and cut; null if it said nothing."),
    }),
  })
  .describe("A request that failed.");

export const BatchAnswer = z
  .strictObject({
    status: z.enum(["success", "partial", "error"]).describe("`partial`: some calls succeeded."),
    succeeded: count,
    failed: count,
    results: z.array(z.union([ChatSuccess, Failure])).describe("In the order of the requests."),
  })
  .describe("What became of each call of a batch.");

export const DocumentSuccess = z
  .strictObject({
    status: z.literal("success"),
    request_id: z.string(),
    filename: z.string(),
    server_id: z.string(),
    tool_name: z.string(),
    result: z.unknown().describe("What the tool found: its structured content, or its content blocks as `content`."),
    message: z.string().describe("What became of the call, in a sentence."),
  })
  .describe("A tool read the file and answered.");

const state = {
  status: z.enum(["stopped", "starting", "waiting", "needs-auth", "needs-consent", "ready", "failed"]),
  ready: z.boolean(),
  reason: z
    .enum(["not-started", "disabled", "person", "lazy", "manual", "idle"])
    .optional()
    .describe("Why it is stopped."),
  starts_when_used: z.boolean().optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  retry_at: time.optional(),
};

const stale = z.literal(true).optional().describe("The server is not connected: this is what it offered last.");

const summary = {
  id: z.string().describe("Its name in the settings, as `server_id` takes it."),
  label: z.string(),
  ...state,
  tools: count.describe("How many of its tools this client may use."),
  resources: count,
  resource_templates: count,
  prompts: count,
  stale,
  in_flight: count,
  waiting: count,
  calls_per_minute: count.optional().describe("How many calls it gets for now, since it said too many."),
};

export const ServerSummary = z.strictObject(summary).describe("A server in a list.");

export const ServerList = z
  .strictObject({ servers: z.array(ServerSummary) })
  .describe("The servers that this client may use.");

export const ServerDetail = z
  .strictObject({
    ...summary,
    server: z
      .strictObject({
        name: z.string(),
        version: z.string(),
        protocol_version: z.string(),
        transport: z.enum(["stdio", "http", "sse", "websocket", "socket"]),
      })
      .nullable()
      .describe("What it said about itself; null while it is not connected."),
    connected_since: time.nullable(),
    health: z.looseObject({ kind: z.enum(["slow", "failing"]) }).optional(),
    missing: z.array(z.string()).describe("Lists that could not be read, each with the reason."),
    breakers: z.array(
      z.strictObject({ tool: z.string().optional(), state: z.enum(["open", "half-open"]), until: time.optional() }),
    ),
  })
  .describe("A server. Nothing of its entry in the settings is shown.");

const JsonSchema = z.record(z.string(), z.unknown());

export const ToolList = z
  .strictObject({
    server_id: z.string(),
    ...state,
    stale,
    missing: z.array(z.string()),
    tools: z.array(
      z.strictObject({
        name: z.string(),
        original_name: z
          .string()
          .optional()
          .describe("The server's own name, where the settings give the tool an alias."),
        original_description: z
          .string()
          .optional()
          .describe("The server's own description, where the settings replace it; untrusted."),
        title: z.string().optional(),
        description: z.string().optional(),
        input_schema: JsonSchema.describe("A JSON Schema without references."),
        output_schema: JsonSchema.optional(),
        hints: z
          .strictObject({
            read_only: z.boolean(),
            destructive: z.boolean(),
            idempotent: z.boolean(),
            open_world: z.boolean(),
          })
          .partial()
          .describe("What the server claims about the tool; untrusted."),
      }),
    ),
  })
  .describe("The tools of a server that this client may use.");

export const Reconnected = z
  .strictObject({ status: z.literal("success"), server: ServerDetail })
  .describe("It is connected.");

export const Health = z.strictObject({ status: z.literal("UP") }).describe("The program runs.");

export const Readiness = z
  .strictObject({
    status: z.enum(["UP", "DEGRADED", "DOWN"]),
    servers: z.strictObject({ total: count, usable: count, starting: count, failed: count, stopped: count }),
  })
  .describe("How many servers can be used, as was heard last.");
