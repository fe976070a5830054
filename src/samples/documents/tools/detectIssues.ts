import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import { detectIssues } from "../check/detectIssues";
import type { Workspace } from "../workspace";
import { issueData, issueLines, tally } from "./issueLines";
import { answer, issueOutput, readOnly, subjectInput } from "./toolParts";

export function registerDetectIssues(server: McpServer, workspace: Workspace): void {
  server.registerTool(
    "detect_issues",
    {
      title: "Detect issues",
      description:
        "Finds long sentences and paragraphs, doubled words, probable passive voice, placeholders, merge conflicts, unpaired " +
        "brackets, trailing space, mixed line endings and characters that do not show. With severity and line.",
      inputSchema: subjectInput,
      outputSchema: {
        document: z.string(),
        issues: z.array(issueOutput),
        counts: z
          .record(z.string(), z.number().int())
          .describe("Issues by rule; beyond fifty of a rule they are only counted."),
      },
      annotations: readOnly,
    },
    async (subject, { signal }) => {
      const { name, source, format, outline } = await workspace.open(subject, signal);
      const found = detectIssues(source, format, outline);
      return answer({ document: name, ...issueData(found) }, [
        `${name}: found ${tally(found.issues)}`,
        ...issueLines(found.issues),
      ]);
    },
  );
}
