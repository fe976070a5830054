import * as z from "zod";
import type { MethodEntry } from "../../../core/calls/services/serviceDoor";
import { ConversationContext, requestId, ServicePreferences, serverNameLimit } from "../calls/requestSchemas";
import { partsOf } from "./serviceParts";

/** The body of `POST /services/{service}/{method}`. */
export const requestOf = ({ input }: Pick<MethodEntry, "input">) =>
  z.strictObject({
    server_id: z
      .string()
      .min(1)
      .max(serverNameLimit)
      .optional()
      .describe(
        "The server, by its name in the settings; may be left out where X-MCP-Target-Server names it, or only one connected server can do this.",
      ),
    arguments: input,
    defaults: z
      .record(z.string().min(1).max(100), z.unknown())
      .optional()
      .describe("What the server needs besides the arguments, such as `cloudId` of Atlassian's servers."),
    conversation_context: ConversationContext.optional(),
    user_preferences: ServicePreferences.optional(),
    request_id: requestId,
  });
export type MethodRequest = z.infer<ReturnType<typeof requestOf>>;

/** The answer to it. */
export const answerOf = ({ method, output }: MethodEntry) => {
  const { service, name } = partsOf(method);
  return z.strictObject({
    status: z.literal("success"),
    server_id: z.string(),
    service: z.literal(service),
    method: z.literal(name),
    result: output,
    message: z.string().describe("What became of it, in a sentence."),
    original_request_id: z.string(),
  });
};

const AbleServer = z.strictObject({
  server_id: z.string(),
  ready: z.boolean().describe("It is connected now."),
  tool: z.string().nullable().describe("The tool that is used; null where a resource is read."),
  resource: z.string().nullable().describe("The address of the resource, with its variables."),
});

/** The answer to `GET /services`. */
export const ServiceList = z
  .strictObject({
    services: z.array(
      z.strictObject({
        service: z.string(),
        methods: z.array(
          z.strictObject({
            method: z.string(),
            description: z.string(),
            input_schema: z.record(z.string(), z.unknown()).describe("The JSON Schema of `arguments`."),
            servers: z
              .array(AbleServer)
              .describe("The servers that can do it with the tools that this client may use."),
          }),
        ),
      }),
    ),
  })
  .describe("The typed services.");
