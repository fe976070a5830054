import * as z from "zod";
import { serverName } from "../../core/config/settings";

/** How many tools a search gives, unless the model says. */
export const findLimit = { default: 10, most: 50 };

/** The language-model tools and what each is given. */
export interface ToolInputs {
  readonly mcpHub_listServers: Readonly<Record<string, never>>;
  readonly mcpHub_findTools: { readonly query: string; readonly limit?: number | undefined };
  readonly mcpHub_describeTool: { readonly tool: string };
  readonly mcpHub_callTool: {
    readonly tool: string;
    readonly arguments?: Readonly<Record<string, unknown>> | undefined;
  };
  readonly mcpHub_readResource: { readonly server: string; readonly uri: string };
}

export type HubToolName = keyof ToolInputs;

/** Checks what a model sends; the schemas in package.json are derived from these. */
export const toolInputs: { readonly [N in HubToolName]: z.ZodType<ToolInputs[N]> } = {
  mcpHub_listServers: z.object({}),
  mcpHub_findTools: z.object({
    query: z.string().trim().min(1).describe('A few words for what the tool should do, e.g. "convert PDF to text".'),
    limit: z
      .int()
      .min(1)
      .max(findLimit.most)
      .optional()
      .describe(`How many tools to return at most; ${findLimit.default} unless given.`),
  }),
  mcpHub_describeTool: z.object({
    tool: z
      .string()
      .trim()
      .min(1)
      .describe("The tool's name as mcpHub_findTools gives it, e.g. documents__extract_text."),
  }),
  mcpHub_callTool: z.object({
    tool: z
      .string()
      .trim()
      .min(1)
      .describe("The tool's name as mcpHub_findTools gives it, e.g. documents__extract_text."),
    arguments: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("The tool's arguments, as its input schema (mcpHub_describeTool) asks for them."),
  }),
  mcpHub_readResource: z.object({
    server: z.string().regex(serverName).describe("The server's name as mcpHub_listServers gives it."),
    uri: z.string().trim().min(1).describe("The resource's URI as the server or a tool's result names it."),
  }),
};

/** The JSON schema of one tool's input, as models and package.json have it. */
export function inputSchema(name: HubToolName): Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = z.toJSONSchema(toolInputs[name], { target: "draft-7", io: "input" });
  return schema;
}
