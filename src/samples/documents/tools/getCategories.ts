import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { categories, categoryIds } from "../classify/categories";
import { answer, readOnly } from "./toolParts";

export function registerGetCategories(server: McpServer): void {
  server.registerTool(
    "get_categories",
    {
      title: "Get categories",
      description: "The kinds of document that classify_document tells apart, with what each means.",
      inputSchema: {},
      outputSchema: {
        categories: z.array(z.object({ id: z.enum(categoryIds), title: z.string(), description: z.string() })),
      },
      annotations: readOnly,
    },
    () =>
      answer(
        { categories: [...categories] },
        categories.map(({ id, title, description }) => `- ${id} (${title}): ${description}`),
      ),
  );
}
