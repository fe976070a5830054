import type { McpServer, RegisteredTool, ToolCallback } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { Refusal } from "../refusal";
import { answer, readOnly, subjectInput } from "./toolParts";

/** The most documents in one call. */
const most = 10;

/** A tool that does for several documents what another does for one: its results stand in the order of the requests. */
export function registerBatch(server: McpServer, of: string, tool: RegisteredTool): void {
  const handle = tool.handler as OfOne;
  const result = tool.outputSchema as z.ZodType;
  server.registerTool(
    `batch_${of}`,
    {
      title: `${tool.title ?? of}, several at once`,
      description: `Up to ${most} documents at once, each with the arguments of ${of}. A document that cannot be read has an error in place of its result.`,
      inputSchema: { batch_requests: z.array(z.object(subjectInput)).min(1).max(most) },
      outputSchema: { results: z.array(z.union([result, z.object({ error: z.string() })])) },
      annotations: readOnly,
    },
    async ({ batch_requests: requests }, extra) => {
      const progressToken = extra._meta?.progressToken;
      const results: unknown[] = [];
      const lines: string[] = [];
      for (const request of requests) {
        const { data, text } = await said(() => handle(request, extra));
        results.push(data);
        lines.push(text);
        if (progressToken === undefined) continue;
        const params = { progressToken, progress: results.length, total: requests.length };
        await extra.sendNotification({ method: "notifications/progress", params });
      }
      return answer({ results }, lines);
    },
  );
}

/** The tool for one document. */
type OfOne = (
  subject: z.infer<z.ZodObject<typeof subjectInput>>,
  extra: Parameters<ToolCallback<typeof subjectInput>>[1],
) => ReturnType<ToolCallback<typeof subjectInput>>;

/** What a tool says about one document: its result, or why there is none. */
async function said(one: () => ReturnType<OfOne>) {
  try {
    const { structuredContent, content } = await one();
    const text = content.map((block) => (block.type === "text" ? block.text : "")).join("\n");
    return { data: structuredContent, text };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { data: { error: error.message }, text: error.message };
  }
}
