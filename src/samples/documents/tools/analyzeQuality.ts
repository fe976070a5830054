import type { McpServer, RegisteredTool } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { analyzeQuality } from "../check/analyzeQuality";
import type { Workspace } from "../workspace";
import { issueLines, tally } from "./issueLines";
import { answer, issueOutput, processingOutput, readOnly, subjectInput, timed } from "./toolParts";

const score = z.number().int().min(0).max(100);

export function registerAnalyzeQuality(server: McpServer, workspace: Workspace): RegisteredTool {
  return server.registerTool(
    "analyze_quality",
    {
      title: "Analyze quality",
      description:
        "Scores a document from 0 to 100 in readability, structure and content, lists the issues with their lines, and says " +
        "what to do first.",
      inputSchema: subjectInput,
      outputSchema: {
        document: z.string(),
        scores: z.object({
          overall: score.describe("40 % readability, 30 % structure, 30 % content."),
          readability: score.nullable().describe("Null without running text, or when it is not English."),
          structure: score,
          content: score,
        }),
        issues: z.array(issueOutput),
        recommendations: z.array(z.string()),
        metrics: z.object({
          words: z.number().int(),
          sentences: z.number().int(),
          fleschReadingEase: z.number().nullable(),
          fleschKincaidGrade: z.number().nullable(),
          hardSentences: z.number().int(),
        }),
        ...processingOutput,
      },
      annotations: readOnly,
    },
    async (subject, { signal }) => {
      const processing = timed();
      const document = await workspace.open(subject, signal);
      const { name, source, format, outline } = document;
      const quality = await analyzeQuality(source, format, outline, workspace.lookUp(document, signal));
      const { scores, issues, recommendations, readability, words } = quality;
      const metrics = {
        words,
        sentences: readability?.counts.sentences ?? 0,
        fleschReadingEase: readability?.fleschReadingEase ?? null,
        fleschKincaidGrade: readability?.fleschKincaidGrade ?? null,
        hardSentences: readability?.hardSentenceCount ?? 0,
      };
      return answer(
        { document: name, scores: { ...scores }, issues, recommendations, metrics, ...processing(document) },
        [
          `${name}: ${scores.overall} of 100 (readability ${scores.readability ?? "not measured"}, structure ${scores.structure}, content ${scores.content})`,
          ...recommendations.map((step, index) => `${index + 1}. ${step}`),
          `Found ${tally(issues)}.`,
          ...issueLines(issues),
        ],
      );
    },
  );
}
