import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { analyzeQuality } from "../check/analyzeQuality";
import { severities } from "../check/issue";
import { tallyOf } from "../statistics";
import type { Workspace } from "../workspace";
import { readabilityOutput } from "./checkReadability";
import { answer, processingOutput, readOnly, subjectInput, timed } from "./toolParts";

const count = z.number().int().min(0);
const score = z.number().int().min(0).max(100);
const { counts: _, hardSentences: __, ...readabilityFigures } = readabilityOutput;

export function registerGetQualityMetrics(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "get_quality_metrics",
    {
      title: "Get quality metrics",
      description:
        "The figures of a document's quality without its text: the scores of analyze_quality, all readability formulas, sizes, " +
        "and the number of issues by severity and by rule.",
      inputSchema: subjectInput,
      outputSchema: {
        document: z.string(),
        scores: z.object({ overall: score, readability: score.nullable(), structure: score, content: score }),
        readability: z.object(readabilityFigures).nullable().describe("Null without running text."),
        sizes: z.object({
          words: count,
          sentences: count,
          paragraphs: count,
          headings: count,
          links: count,
          characters: count,
          wordsPerSentence: z.number().min(0),
        }),
        issues: z.object({
          total: count,
          bySeverity: z.object({ error: count, warning: count, info: count }),
          byRule: z.record(z.string(), count),
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
      const { scores, issues, counts, readability } = quality;
      const tally = tallyOf(document);
      const wordsPerSentence = readability ? readability.counts.words / Math.max(1, readability.counts.sentences) : 0;
      const bySeverity = Object.fromEntries(
        severities.map((one) => [one, issues.filter(({ severity }) => severity === one).length]),
      );
      const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
      const metrics = {
        document: name,
        scores: { ...scores },
        readability: readability ? figuresOf(readability) : null,
        sizes: { ...tally, wordsPerSentence: Math.round(wordsPerSentence * 10) / 10 },
        issues: { total, bySeverity, byRule: { ...counts } },
        ...processing(document),
      };
      return answer(metrics, [
        `${name}: ${scores.overall} of 100 (readability ${scores.readability ?? "not measured"}, structure ${scores.structure}, content ${scores.content})`,
        `${tally.words} words, ${tally.sentences} sentences, ${tally.paragraphs} paragraphs, ${tally.headings} headings, ${tally.links} links`,
        `Issues: ${total} (${Object.entries(counts)
          .map(([rule, number]) => `${rule} ${number}`)
          .join(", ")})`,
      ]);
    },
  );
}

/** Without the sentences themselves, and without what `sizes` has. */
function figuresOf<Report extends object>(report: Report) {
  return Object.fromEntries(Object.entries(report).filter(([name]) => name in readabilityFigures));
}
