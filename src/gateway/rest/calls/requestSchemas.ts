import * as z from "zod";

/** The longest names, in characters: those of servers as the settings allow them, those of tools generously. */
export const serverNameLimit = 200;
export const toolNameLimit = 1000;
/** The longest id of a request or a thread, in characters. */
export const idLimit = 200;
/** The most earlier questions of a user, and the longest of them, in characters. */
export const queriesLimit = 100;
export const queryLimit = 10_000;
/** The longest time limit of one call: a day, as in the settings. */
export const timeoutLimitMs = 86_400_000;
/** The most calls of one batch. */
export const batchLimit = 100;

/** A language tag (RFC 5646), by its form alone. */
export const languageTag = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}$/;

const id = z.string().min(1).max(idLimit);

/** `request_id` of a body. */
export const requestId = id
  .optional()
  .describe("Comes back as `original_request_id`; the default is the request's X-Request-ID.");

export const ConversationContext = z
  .strictObject({
    thread_id: id.optional().describe("Groups calls: the same text in each call of one thread."),
    user_query_history: z
      .array(z.string().max(queryLimit))
      .max(queriesLimit)
      .optional()
      .describe("What the user asked before, oldest first."),
  })
  .describe('Goes to the server only where its entry in the settings says `"context": true`, but for the grouping.');

const preferences = {
  language: z
    .string()
    .regex(languageTag, { error: 'it must be a language tag such as "en" or "pt-BR"' })
    .optional()
    .describe("The user's language (RFC 5646), for servers that may have the context."),
  timeout_ms: z
    .int()
    .min(1)
    .max(timeoutLimitMs)
    .optional()
    .describe("The most time for the whole call, in milliseconds, within the limits of the settings."),
};

/** What a typed method takes of them: its result is not cut. */
export const ServicePreferences = z
  .strictObject(preferences)
  .describe("Limits of this one call, within those of the client.");

const UserPreferences = z
  .strictObject({
    ...preferences,
    max_result_bytes: z
      .int()
      .min(1)
      .optional()
      .describe("The largest text of a result, in bytes of UTF-8; a larger one is cut, and `message` says so."),
  })
  .describe("Limits of this one call, within those of the client.");

/** The body of `POST /chat`: one call of a tool. `isChatRequest` checks the same without zod. */
export const ChatRequest = z
  .strictObject({
    server_id: z
      .string()
      .min(1)
      .max(serverNameLimit)
      .optional()
      .describe(
        "The server, by its name in the settings; may be left out where the header X-MCP-Target-Server names it.",
      ),
    tool_name: z.string().min(1).max(toolNameLimit).describe("The tool, by its own name on that server."),
    tool_input: z.record(z.string(), z.unknown()).describe("The arguments, as the tool's input schema describes them."),
    conversation_context: ConversationContext.optional(),
    user_preferences: UserPreferences.optional(),
    request_id: requestId,
  })
  .describe("One call of a tool.");
export type ChatRequest = z.infer<typeof ChatRequest>;

/** The body of `POST /batch`. */
export const BatchRequest = z
  .strictObject({
    requests: z.array(ChatRequest).min(1).max(batchLimit).describe("The calls, each as for `POST /chat`."),
    mode: z
      .enum(["parallel", "sequential"])
      .default("parallel")
      .describe("`sequential`: one after the other, in this order; a call that fails does not stop those after it."),
  })
  .describe("Several calls of tools.");
export type BatchRequest = z.infer<typeof BatchRequest>;
