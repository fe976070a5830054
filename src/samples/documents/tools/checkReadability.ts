import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { checkReadability } from "../measure/checkReadability";
import type { Workspace } from "../workspace";
import { answer, readOnly, subjectInput } from "./toolParts";

const grade = z.number().describe("Years of school (United States).");
const count = z.number().int().min(0);

export const readabilityOutput = {
  fleschReadingEase: z.number().describe("Higher is easier; 60 to 70 is plain English."),
  level: z.string(),
  fleschKincaidGrade: grade,
  gunningFog: grade,
  smog: grade.nullable().describe("Years of school; null below thirty sentences."),
  automatedReadabilityIndex: grade,
  colemanLiau: grade,
  likelyEnglish: z.boolean().describe("False: the formulas, made for English, do not hold."),
  counts: z.object({
    sentences: count,
    words: count,
    syllables: count,
    characters: count,
    polysyllables: count,
    complexWords: count,
  }),
  hardSentenceCount: count,
  hardSentences: z.array(z.object({ line: count, words: count, grade, text: z.string() })),
};

export function registerCheckReadability(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "check_readability",
    {
      title: "Check readability",
      description:
        "How hard a file's or a text's prose is to read: Flesch reading ease, Flesch–Kincaid grade, Gunning fog, SMOG, ARI, " +
        "Coleman–Liau, counts, and the hardest sentences with their lines. English only.",
      inputSchema: subjectInput,
      outputSchema: { document: z.string(), ...readabilityOutput },
      annotations: readOnly,
    },
    async (subject, { signal }) => {
      const { name, outline } = await workspace.open(subject, signal);
      const report = checkReadability(outline);
      const { counts } = report;
      return answer({ document: name, ...report }, [
        `${name}: ${report.level} (Flesch reading ease ${report.fleschReadingEase}, grade ${report.fleschKincaidGrade})`,
        `Fog ${report.gunningFog}, SMOG ${report.smog ?? "needs 30 sentences"}, ARI ${report.automatedReadabilityIndex}, Coleman–Liau ${report.colemanLiau}`,
        `${counts.words} words, ${counts.sentences} sentences, ${counts.syllables} syllables, ${report.hardSentenceCount} hard sentences`,
        ...report.hardSentences.map(({ line, grade, text }) => `- line ${line}, grade ${grade}: ${text}`),
        ...(report.likelyEnglish ? [] : ["This does not look like English; the figures mean little."]),
      ]);
    },
  );
}
