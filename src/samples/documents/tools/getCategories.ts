import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { categories } from "../classify/categories";
import type { KeptModels } from "../classify/keptModels";
import { answer, readOnly } from "./toolParts";

export function registerGetCategories(server: McpServer, models: KeptModels): void {
  server.registerTool(
    "get_categories",
    {
      title: "Get categories",
      description:
        "The kinds of document that classify_document tells apart, with what each means; those that update_model added are among them.",
      inputSchema: {},
      outputSchema: {
        categories: z.array(z.object({ id: z.string(), title: z.string(), description: z.string() })),
      },
      annotations: readOnly,
    },
    async () => {
      const model = await models.current();
      const own = model.categories.filter((id) => categories.every((one) => one.id !== id));
      const all = [
        ...categories,
        ...own.map((id) => ({ id, title: id, description: "Learned from labeled files of this workspace." })),
      ];
      return answer(
        { categories: all },
        all.map(({ id, title, description }) => `- ${id} (${title}): ${description}`),
      );
    },
  );
}
