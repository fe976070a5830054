import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { analyzeQuality } from "../check/analyzeQuality";
import type { Workspace } from "../workspace";
import { answer, processingOutput, readOnly, subjectInput, timed } from "./toolParts";

const count = z.number().int().min(0);

export function registerGenerateRecommendations(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "generate_recommendations",
    {
      title: "Generate recommendations",
      description:
        "What to improve in a document, the gravest first: each step with its priority, the rule behind it, how often it " +
        "applies, and the lines where to begin.",
      inputSchema: {
        ...subjectInput,
        limit: z.number().int().min(1).max(50).default(20).describe("The most recommendations."),
      },
      outputSchema: {
        document: z.string(),
        recommendations: z.array(
          z.object({
            recommendation: z.string(),
            priority: z.enum(["high", "medium", "low"]),
            rule: z.string(),
            count,
            lines: z.array(count),
          }),
        ),
        total: count.describe("How many there are, within the limit or not."),
        ...processingOutput,
      },
      annotations: readOnly,
    },
    async ({ limit, ...subject }, { signal }) => {
      const processing = timed();
      const document = await workspace.open(subject, signal);
      const { name, source, format, outline } = document;
      const { steps } = await analyzeQuality(source, format, outline, workspace.lookUp(document, signal));
      const shown = steps.slice(0, limit).map((step) => ({ ...step, lines: [...step.lines] }));
      return answer({ document: name, recommendations: shown, total: steps.length, ...processing(document) }, [
        steps.length === 0 ? `${name}: nothing to improve` : `${name}: ${steps.length} recommendations`,
        ...shown.map(
          ({ recommendation, priority, lines }, index) =>
            `${index + 1}. (${priority}) ${recommendation}${lines.length > 0 ? ` Lines: ${lines.join(", ")}.` : ""}`,
        ),
      ]);
    },
  );
}
